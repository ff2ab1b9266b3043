package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.FloatArrays;
import dev.kernelbridge.bench.Operands;
import dev.kernelbridge.bench.Refused;
import dev.kernelbridge.bind.NativeLibrary;
import dev.kernelbridge.bind.NativeLibraryException;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * The OpenBLAS that bytedeco builds, by the overloads that take arrays, as most of its users call it. Its native code is 20 MB and lies in
 * {@code peers/} beside the benchmarks.
 */
public final class BytedecoOpenBlas implements VectorPeer {
    private static final String VERSION = MavenVersion.of("org.bytedeco", "openblas");

    private static boolean started;

    @Override
    public String id() {
        return "bytedeco-openblas";
    }

    @Override
    public String name() {
        if (missing().isPresent()) {
            return "bytedeco openblas " + VERSION;
        }
        start();
        try {
            return "bytedeco openblas " + VERSION + " (" + OpenBlas.title(NativeLibrary.openSystem("libopenblas.so.0").symbols()) + ")";
        } catch (NativeLibraryException e) {
            return "bytedeco openblas " + VERSION;
        }
    }

    @Override
    public String computes() {
        return "OpenBLAS through JavaCPP's JNI, which copies each array to C and back; one thread, as vector math is here";
    }

    @Override
    public Optional<String> missing() {
        String platform = Loader.Detector.getPlatform();
        String resource = "/org/bytedeco/openblas/" + platform + "/libjniopenblas_nolapack.so";
        return Loader.class.getResource(resource) != null ? Optional.empty() : Optional.of("peers/openblas-" + VERSION + "-" + platform
                + ".jar is not beside benchmarks.jar; build with mvn -pl bench -am package (there is one for linux-x86_64)");
    }

    @Override
    public boolean does(String operation, String type) {
        return Set.of("dot", "axpy", "nrm2").contains(operation);
    }

    @Override
    public Operands open(String type, int length) {
        start();
        return VectorPeer.open(type, length, Doubles::new, Floats::new);
    }

    private static synchronized void start() {
        if (!started) {
            try {
                CEnvironment.set("OPENBLAS_NUM_THREADS", "1");
                Loader.load(openblas_nolapack.class);
                started = true;
            } catch (LinkageError e) {
                throw new Refused("bytedeco-openblas: " + e);
            }
        }
    }

    private static final class Doubles extends DoubleArrays {
        private Doubles(int length) {
            super(length);
        }

        @Override
        public double dot() {
            return openblas_nolapack.cblas_ddot(x.length, x, 1, y, 1);
        }

        @Override
        public void axpy() {
            openblas_nolapack.cblas_daxpy(x.length, A, x, 1, y, 1);
        }

        @Override
        public double nrm2() {
            return openblas_nolapack.cblas_dnrm2(x.length, x, 1);
        }
    }

    private static final class Floats extends FloatArrays {
        private Floats(int length) {
            super(length);
        }

        @Override
        public double dot() {
            return openblas_nolapack.cblas_sdot(x.length, x, 1, y, 1);
        }

        @Override
        public void axpy() {
            openblas_nolapack.cblas_saxpy(x.length, A, x, 1, y, 1);
        }

        @Override
        public double nrm2() {
            return openblas_nolapack.cblas_snrm2(x.length, x, 1);
        }
    }
}
