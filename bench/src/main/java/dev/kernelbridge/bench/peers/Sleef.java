package dev.kernelbridge.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.FloatArrays;
import dev.kernelbridge.bench.Operands;
import dev.kernelbridge.bench.Refused;
import dev.kernelbridge.bind.NativeLibrary;
import dev.kernelbridge.bind.NativeLibraryException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.Set;

/** SLEEF's functions: one vector in, one out. FFM has no vector arguments, so the loop over them is C of ours, in {@code sleef_loops.c}. */
public final class Sleef implements VectorPeer {
    @Override
    public String id() {
        return "sleef";
    }

    @Override
    public String name() {
        return missing().isPresent() ? "SLEEF" : "SLEEF " + Loaded.version() + ", "
                + Loaded.function("exp", "f64").replace("Sleef_exp", ""); // d8_u10avx512f: the kind of all its functions here
    }

    @Override
    public String computes() {
        return "its functions of 1 ulp for the widest vectors that the processor has, called from a loop in C, through FFM (critical)";
    }

    @Override
    public Optional<String> missing() {
        return Loaded.SLEEF.missing().or(() -> Optional.ofNullable(Loaded.NO_LOOP));
    }

    @Override
    public boolean does(String operation, String type) {
        return Set.of("exp", "log", "sin", "cos", "tanh").contains(operation);
    }

    @Override
    public Operands open(String type, int length) {
        missing().ifPresent(reason -> {
            throw new Refused("sleef: " + reason);
        });
        return VectorPeer.open(type, length, Doubles::new, Floats::new);
    }

    /** Both libraries, at the first question. */
    private static final class Loaded {
        private static final PeerLibrary SLEEF = new PeerLibrary("sleef", "apt-get install libsleef3");
        private static final SymbolLookup LOOPS;
        private static final int BITS;
        private static final String NO_LOOP;

        static {
            SymbolLookup loops = null;
            int bits = 0;
            String reason = "sleef_loops.c has no loop for this processor; add one";
            try {
                loops = NativeLibrary.open(Sleef.class, "kernelbridge_bench").symbols();
                bits = (int) Linker.nativeLinker().downcallHandle(loops.findOrThrow("sleef_loop_bits"), FunctionDescriptor.of(JAVA_INT))
                        .invokeExact();
            } catch (NativeLibraryException e) {
                reason = e.getMessage();
            } catch (Throwable e) {
                reason = e.toString();
            }
            LOOPS = loops;
            BITS = bits;
            NO_LOOP = bits == 0 ? reason : null;
        }

        /** From {@code libsleef.so.3.5.1}: it has no function that says so. */
        private static String version() {
            return SLEEF.file().getFileName().toString().replaceFirst(".*\\.so\\.?", "");
        }

        private static String function(String operation, String type) {
            String isa = BITS == 512 ? "avx512f" : BITS == 256 ? "avx2" : "sse2";
            return "Sleef_" + operation + (type.equals("f64") ? "d" + BITS / 64 : "f" + BITS / 32) + "_u10" + isa;
        }

        private static MemorySegment address(String operation, String type) {
            return SLEEF.symbols().findOrThrow(function(operation, type));
        }

        private static MethodHandle loop(String type) {
            return Linker.nativeLinker().downcallHandle(LOOPS.findOrThrow("sleef_loop_" + type + "_" + BITS),
                    FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG), Linker.Option.critical(true));
        }
    }

    private static final class Doubles extends DoubleArrays {
        private static final MethodHandle LOOP = Loaded.loop("f64");
        private static final MemorySegment EXP = Loaded.address("exp", "f64");
        private static final MemorySegment LOG = Loaded.address("log", "f64");
        private static final MemorySegment SIN = Loaded.address("sin", "f64");
        private static final MemorySegment COS = Loaded.address("cos", "f64");
        private static final MemorySegment TANH = Loaded.address("tanh", "f64");

        private final MemorySegment xs = MemorySegment.ofArray(x);
        private final MemorySegment outs = MemorySegment.ofArray(out);

        private Doubles(int length) {
            super(length);
        }

        @Override
        public void exp() {
            apply(EXP);
        }

        @Override
        public void log() {
            apply(LOG);
        }

        @Override
        public void sin() {
            apply(SIN);
        }

        @Override
        public void cos() {
            apply(COS);
        }

        @Override
        public void tanh() {
            apply(TANH);
        }

        private void apply(MemorySegment function) {
            try {
                LOOP.invokeExact(function, xs, outs, (long) x.length);
            } catch (Throwable e) {
                throw new Refused("sleef: " + e);
            }
        }
    }

    private static final class Floats extends FloatArrays {
        private static final MethodHandle LOOP = Loaded.loop("f32");
        private static final MemorySegment EXP = Loaded.address("exp", "f32");
        private static final MemorySegment LOG = Loaded.address("log", "f32");
        private static final MemorySegment SIN = Loaded.address("sin", "f32");
        private static final MemorySegment COS = Loaded.address("cos", "f32");
        private static final MemorySegment TANH = Loaded.address("tanh", "f32");

        private final MemorySegment xs = MemorySegment.ofArray(x);
        private final MemorySegment outs = MemorySegment.ofArray(out);

        private Floats(int length) {
            super(length);
        }

        @Override
        public void exp() {
            apply(EXP);
        }

        @Override
        public void log() {
            apply(LOG);
        }

        @Override
        public void sin() {
            apply(SIN);
        }

        @Override
        public void cos() {
            apply(COS);
        }

        @Override
        public void tanh() {
            apply(TANH);
        }

        private void apply(MemorySegment function) {
            try {
                LOOP.invokeExact(function, xs, outs, (long) x.length);
            } catch (Throwable e) {
                throw new Refused("sleef: " + e);
            }
        }
    }
}
