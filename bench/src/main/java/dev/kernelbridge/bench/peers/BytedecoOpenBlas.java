package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.FloatArrays;
import dev.kernelbridge.bench.Operands;
import dev.kernelbridge.bench.Refused;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
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
        try {
            CEnvironment.set("OPENBLAS_NUM_THREADS", "1");
            Path own = Loader.cacheResource(Loader.class, folder() + "libopenblas.so.0").toPath(); // not the system's of the same name
            return "bytedeco openblas " + VERSION + ", core " + OpenBlas.core(SymbolLookup.libraryLookup(own, Arena.global()));
        } catch (IOException | IllegalArgumentException e) {
            return "bytedeco openblas " + VERSION;
        }
    }

    private static String folder() {
        return "/org/bytedeco/openblas/" + Loader.Detector.getPlatform() + "/";
    }

    @Override
    public String computes() {
        return "OpenBLAS through JavaCPP's JNI, which copies each array to C and back; one thread, as vector math is here";
    }

    @Override
    public Optional<String> missing() {
        return Loader.class.getResource(folder() + "libjniopenblas_nolapack.so") != null ? Optional.empty() : Optional.of("peers/openblas-"
                + VERSION + "-" + Loader.Detector.getPlatform() + ".jar is not beside benchmarks.jar; build with mvn -pl bench -am package "
                + "on linux-x86_64");
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
