package dev.kernelbridge.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.FloatArrays;
import dev.kernelbridge.bench.Operands;
import dev.kernelbridge.bench.Refused;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** OpenBLAS as the distribution ships it, on the core that it picks itself. The library is loaded by the first call that needs it. */
public class OpenBlas implements VectorPeer {
    private static final String INSTALL = "apt-get install libopenblas0-pthread";

    @Override
    public String id() {
        return "openblas";
    }

    @Override
    public String name() {
        load();
        return Loaded.LIBRARY.missing().isPresent() ? "OpenBLAS" : version(Loaded.LIBRARY.symbols()) + ", core " + promisedCore();
    }

    @Override
    public String computes() {
        return "BLAS in C and assembler through FFM (critical, on heap arrays), one thread, as vector math is here; sum is its extension "
                + "?sum, left out in a type where it adds wrongly";
    }

    @Override
    public Optional<String> missing() {
        return PeerLibrary.notFound("openblas", INSTALL);
    }

    @Override
    public boolean does(String operation, String type) {
        return switch (operation) {
            case "dot", "axpy", "nrm2" -> true;
            case "sum" -> hasSum(type);
            default -> false;
        };
    }

    @Override
    public Operands open(String type, int length) {
        load();
        Loaded.LIBRARY.missing().ifPresent(reason -> {
            throw new Refused(id() + ": " + reason);
        });
        return VectorPeer.open(type, length, Doubles::new, Floats::new);
    }

    /** On which core of the library {@link #open} computes, or refuses. */
    String promisedCore() {
        return core();
    }

    /** Before the library is loaded: it reads its environment only then. */
    void setEnvironment() {
        CEnvironment.set("OPENBLAS_NUM_THREADS", "1");
    }

    private void load() {
        if (!Once.loaded) {
            setEnvironment();
            Once.loaded = true;
        }
    }

    private boolean hasSum(String type) {
        load();
        if (Loaded.LIBRARY.missing().isPresent()) {
            return false;
        }
        return type.equals("f64") ? Calls.DSUM != null : Calls.SSUM != null && ssumAdds();
    }

    /** Whether it adds small whole numbers rightly: on its core SkylakeX ssum of 0.3.21 does not, from 96 elements on. */
    private static boolean ssumAdds() {
        try {
            for (int n = 1; n <= 1000; n++) {
                float[] numbers = new float[n];
                int sum = 0;
                for (int i = 0; i < n; i++) {
                    int square = i * i % 251; // in no order: the wrong elements of equal or rising ones can have the right sum
                    numbers[i] = square;
                    sum += square;
                }
                if ((float) Calls.SSUM.invokeExact(n, MemorySegment.ofArray(numbers), 1) != sum) {
                    return false;
                }
            }
            return true;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** {@code OpenBLAS 0.3.21, core SkylakeX}, of any that is loaded. */
    static String title(SymbolLookup symbols) {
        return version(symbols) + ", core " + core(symbols);
    }

    private static String version(SymbolLookup symbols) {
        String[] config = PeerLibrary.text(symbols, "openblas_get_config").split(" ");
        return config[0] + " " + config[1];
    }

    static String core(SymbolLookup symbols) {
        return PeerLibrary.text(symbols, "openblas_get_corename");
    }

    /** What runs in this JVM. */
    static String core() {
        return core(Loaded.LIBRARY.symbols());
    }

    private static Refused failed(Throwable e) {
        return new Refused("openblas: " + e);
    }

    private static final class Once {
        private static boolean loaded;
    }

    private static final class Loaded {
        private static final PeerLibrary LIBRARY = new PeerLibrary("openblas", INSTALL);
    }

    /** In static finals, where the JIT compiler can see through them. */
    private static final class Calls {
        private static final MethodHandle DDOT = call("cblas_ddot", JAVA_DOUBLE, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
        private static final MethodHandle SDOT = call("cblas_sdot", JAVA_FLOAT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
        private static final MethodHandle DNRM2 = call("cblas_dnrm2", JAVA_DOUBLE, JAVA_INT, ADDRESS, JAVA_INT);
        private static final MethodHandle SNRM2 = call("cblas_snrm2", JAVA_FLOAT, JAVA_INT, ADDRESS, JAVA_INT);
        private static final MethodHandle DSUM = call("cblas_dsum", JAVA_DOUBLE, JAVA_INT, ADDRESS, JAVA_INT);
        private static final MethodHandle SSUM = call("cblas_ssum", JAVA_FLOAT, JAVA_INT, ADDRESS, JAVA_INT);
        private static final MethodHandle DAXPY = call("cblas_daxpy", null, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
        private static final MethodHandle SAXPY = call("cblas_saxpy", null, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);

        private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
            FunctionDescriptor type = result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
            return Loaded.LIBRARY.symbols().find(name)
                    .map(f -> Linker.nativeLinker().downcallHandle(f, type, Linker.Option.critical(true))).orElse(null);
        }
    }

    private static final class Doubles extends DoubleArrays {
        private final MemorySegment xs = MemorySegment.ofArray(x);
        private final MemorySegment ys = MemorySegment.ofArray(y);

        private Doubles(int length) {
            super(length);
        }

        @Override
        public double dot() {
            try {
                return (double) Calls.DDOT.invokeExact(x.length, xs, 1, ys, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public void axpy() {
            try {
                Calls.DAXPY.invokeExact(x.length, A, xs, 1, ys, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public double sum() {
            try {
                return (double) Calls.DSUM.invokeExact(x.length, xs, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public double nrm2() {
            try {
                return (double) Calls.DNRM2.invokeExact(x.length, xs, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }
    }

    private static final class Floats extends FloatArrays {
        private final MemorySegment xs = MemorySegment.ofArray(x);
        private final MemorySegment ys = MemorySegment.ofArray(y);

        private Floats(int length) {
            super(length);
        }

        @Override
        public double dot() {
            try {
                return (float) Calls.SDOT.invokeExact(x.length, xs, 1, ys, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public void axpy() {
            try {
                Calls.SAXPY.invokeExact(x.length, A, xs, 1, ys, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public double sum() {
            try {
                return (float) Calls.SSUM.invokeExact(x.length, xs, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }

        @Override
        public double nrm2() {
            try {
                return (float) Calls.SNRM2.invokeExact(x.length, xs, 1);
            } catch (Throwable e) {
                throw failed(e);
            }
        }
    }
}
