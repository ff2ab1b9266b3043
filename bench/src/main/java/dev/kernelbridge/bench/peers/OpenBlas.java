package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Matrices;
import dev.kernelbridge.bench.Operands;
import dev.kernelbridge.bench.Refused;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.Set;

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
        return "BLAS in C and assembler through FFM (critical, without copies), one thread, as vector math is here; sum is its extension "
                + "?sum, left out in a type where it adds wrongly";
    }

    @Override
    public Optional<String> missing() {
        return PeerLibrary.notFound("openblas", INSTALL);
    }

    @Override
    public boolean does(String operation, String type) {
        return switch (operation) {
            case "dot", "axpy", "nrm2", "asum", "copy", "gemv", "gemm" -> true;
            case "sum" -> hasSum(type);
            default -> false;
        };
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
        start();
        return VectorPeer.open(type, length, n -> new OpenBlasVectors.Doubles(place, n), n -> new OpenBlasVectors.Floats(place, n));
    }

    @Override
    public Matrices matrices(String type, int n) {
        start();
        return VectorPeer.open(type, n, OpenBlasMatrices.Doubles::new, OpenBlasMatrices.Floats::new);
    }

    /** Makes it ready to compute, or refuses. */
    void start() {
        load();
        Loaded.LIBRARY.missing().ifPresent(reason -> {
            throw new Refused(id() + ": " + reason);
        });
    }

    /** On which core of the library it computes, or {@link #start} refuses. */
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
        return type.equals("f64") ? OpenBlasVectors.DSUM != null : OpenBlasVectors.SSUM != null && ssumAdds();
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
                if ((float) OpenBlasVectors.SSUM.invokeExact(n, MemorySegment.ofArray(numbers), 1) != sum) {
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

    static Refused failed(Throwable e) {
        return new Refused("openblas: " + e);
    }

    /** Null if this version has it not. It takes heap arrays and native memory. */
    static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        FunctionDescriptor type = result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
        return Loaded.LIBRARY.symbols().find(name)
                .map(f -> Linker.nativeLinker().downcallHandle(f, type, Linker.Option.critical(true))).orElse(null);
    }

    private static final class Once {
        private static boolean loaded;
    }

    private static final class Loaded {
        private static final PeerLibrary LIBRARY = new PeerLibrary("openblas", INSTALL);
    }
}
