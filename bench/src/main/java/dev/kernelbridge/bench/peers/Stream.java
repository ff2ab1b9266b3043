package dev.kernelbridge.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kernelbridge.bench.DoubleSegments;
import dev.kernelbridge.bench.FloatSegments;
import dev.kernelbridge.bench.Operands;
import dev.kernelbridge.bench.Refused;
import dev.kernelbridge.bind.NativeLibrary;
import dev.kernelbridge.bind.NativeLibraryException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.Set;

/**
 * What the memory gives: copy and add as the STREAM benchmark has them (J. McCalpin), one thread. A copy moves 2 elements for each of its
 * length, an add 3, not counting that a plain store reads its line first. The copy is C's memcpy, which avoids that for long arrays.
 */
public final class Stream implements VectorPeer {
    @Override
    public String id() {
        return "stream";
    }

    @Override
    public String name() {
        return "STREAM in C";
    }

    @Override
    public String computes() {
        return "copy by memcpy and add by a loop as the C compiler makes it (-O3), through FFM (critical): the bandwidth of the memory";
    }

    @Override
    public Optional<String> missing() {
        return Optional.ofNullable(Loops.MISSING);
    }

    @Override
    public boolean does(String operation, String type) {
        return Set.of("copy", "add").contains(operation);
    }

    @Override
    public Set<String> otherPlaces() {
        return Set.of("off-heap");
    }

    @Override
    public Operands open(String type, int length) {
        return open(type, "heap", length);
    }

    @Override
    public Operands open(String type, String place, int length) {
        missing().ifPresent(reason -> {
            throw new Refused("stream: " + reason);
        });
        return VectorPeer.open(type, length, n -> new Doubles(place, n), n -> new Floats(place, n));
    }

    private static Refused failed(Throwable e) {
        return new Refused("stream: " + e);
    }

    /** In static finals, where the JIT compiler can see through them. */
    private static final class Loops {
        private static final String MISSING;
        private static final MethodHandle COPY;
        private static final MethodHandle ADD_F64;
        private static final MethodHandle ADD_F32;

        static {
            String missing = null;
            SymbolLookup loops = null;
            try {
                loops = NativeLibrary.open(Stream.class, "kernelbridge_bench").symbols();
            } catch (NativeLibraryException e) {
                missing = e.getMessage();
            }
            MISSING = missing;
            COPY = loops == null ? null : Linker.nativeLinker().downcallHandle(loops.findOrThrow("stream_copy"),
                    FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG), Linker.Option.critical(true));
            ADD_F64 = add(loops, "f64");
            ADD_F32 = add(loops, "f32");
        }

        private static MethodHandle add(SymbolLookup loops, String type) {
            return loops == null ? null : Linker.nativeLinker().downcallHandle(loops.findOrThrow("stream_add_" + type),
                    FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG), Linker.Option.critical(true));
        }
    }

    private static final class Doubles extends DoubleSegments {
        private Doubles(String place, int length) {
            super(place, length);
        }

        @Override
        public void copy() {
            try {
                Loops.COPY.invokeExact(x, out, x.byteSize());
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public void add() {
            try {
                Loops.ADD_F64.invokeExact(x, y, out, (long) length);
            } catch (Throwable e) {
                throw failed(e);
            }
        }
    }

    private static final class Floats extends FloatSegments {
        private Floats(String place, int length) {
            super(place, length);
        }

        @Override
        public void copy() {
            try {
                Loops.COPY.invokeExact(x, out, x.byteSize());
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public void add() {
            try {
                Loops.ADD_F32.invokeExact(x, y, out, (long) length);
            } catch (Throwable e) {
                throw failed(e);
            }
        }
    }
}
