package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Refused;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Kim Walisch's combinatorial count: another algorithm than a sieve, n^(2/3) and not n, and what a sieve has to admit. */
public final class Primecount implements PrimePeer {
    private final PeerLibrary library = new PeerLibrary("primecount", "apt-get install libprimecount-dev");
    private MethodHandle pi;
    private MethodHandle threads;

    @Override
    public String id() {
        return "primecount";
    }

    @Override
    public String name() {
        return missing().isPresent() ? "primecount" : "primecount " + library.text("primecount_version");
    }

    @Override
    public String computes() {
        return "pi(n) without the primes (Gourdon's method) in C++, in process through FFM";
    }

    @Override
    public Optional<String> missing() {
        return library.missing();
    }

    @Override
    public boolean sieves() {
        return false;
    }

    @Override
    public long count(long from, long to, int wanted) {
        try {
            if (pi == null) {
                pi = library.function("primecount_pi", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
                threads = library.function("primecount_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
            }
            threads.invokeExact(wanted);
            return (long) pi.invokeExact(to);
        } catch (Throwable e) {
            throw new Refused("primecount: " + e);
        }
    }
}
