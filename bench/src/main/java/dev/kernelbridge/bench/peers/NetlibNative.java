package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Refused;
import dev.kernelbridge.bind.NativeLibrary;
import dev.kernelbridge.bind.NativeLibraryException;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The BLAS that Spark uses where it finds a native one: whichever the system calls libblas. */
public final class NetlibNative extends Netlib {
    private static final String LIBBLAS = "libblas.so.3";

    @Override
    public String id() {
        return "netlib-native";
    }

    @Override
    public String name() {
        return TITLE + (missing().isPresent() ? "" : ", " + found());
    }

    @Override
    public String computes() {
        return "the system's BLAS through JNI, one thread if that is OpenBLAS";
    }

    @Override
    public Optional<String> missing() {
        return Optional.ofNullable(Loaded.MISSING);
    }

    @Override
    BLAS blas() {
        missing().ifPresent(reason -> {
            throw new Refused(id() + ": " + reason);
        });
        return NativeBLAS.getInstance();
    }

    /** Which one it is: the loader has it already, under the name that netlib asks for. */
    private static String found() {
        try {
            NativeLibrary library = NativeLibrary.openSystem(LIBBLAS);
            if (library.symbols().find("openblas_get_config").isPresent()) {
                return OpenBlas.title(library.symbols());
            }
            Path file = library.path().toRealPath();
            return file.getParent().getFileName() + "/" + file.getFileName();
        } catch (NativeLibraryException | IOException e) {
            return LIBBLAS;
        }
    }

    /** Looked up once. The number of threads must be in the environment before OpenBLAS is loaded. */
    private static final class Loaded {
        private static final String MISSING;

        static {
            String reason = null;
            try {
                CEnvironment.set("OPENBLAS_NUM_THREADS", "1");
                NativeBLAS.getInstance();
            } catch (RuntimeException | LinkageError e) {
                reason = "dev.ludovic.netlib found no native BLAS (" + e.getMessage() + "); apt-get install libopenblas0-pthread";
            }
            MISSING = reason;
        }
    }
}
