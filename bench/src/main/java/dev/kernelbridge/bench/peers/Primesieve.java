package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Refused;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Kim Walisch's sieve: the same kind of algorithm as ours, tuned for fifteen years. */
public final class Primesieve implements PrimePeer {
    private final PeerLibrary library = new PeerLibrary("primesieve", "apt-get install libprimesieve-dev");
    private MethodHandle count;
    private MethodHandle threads;

    @Override
    public String id() {
        return "primesieve";
    }

    @Override
    public String name() {
        return missing().isPresent() ? "primesieve" : "primesieve " + library.text("primesieve_version");
    }

    @Override
    public String computes() {
        return "a segmented sieve in C++, in process through FFM";
    }

    @Override
    public Optional<String> missing() {
        return library.missing();
    }

    @Override
    public long count(long from, long to, int wanted) {
        try {
            if (count == null) {
                count = library.function("primesieve_count_primes",
                        FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
                threads = library.function("primesieve_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
            }
            threads.invokeExact(wanted);
            return (long) count.invokeExact(from, to);
        } catch (Throwable e) {
            throw new Refused("primesieve: " + e);
        }
    }
}
