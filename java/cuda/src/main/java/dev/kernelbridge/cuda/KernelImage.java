package dev.kernelbridge.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The kernels as nvcc compiled them, or why the jar has none. */
final class KernelImage {
    private static final String RESOURCE = "kernelbridge.fatbin";

    private KernelImage() {
    }

    /** Throws with the build's reason if the jar has none. */
    static void require() {
        if (KernelImage.class.getResource(RESOURCE) == null) {
            byte[] why = read(RESOURCE + ".missing");
            throw new CudaRuntime.Unavailable("the jar has no CUDA kernels: "
                    + (why == null ? "nobody says why" : new String(why, StandardCharsets.UTF_8).strip()),
                    "use a jar that was built where nvcc is");
        }
    }

    /** The image. The simulator has the kernels in itself and takes anything for one. */
    static byte[] bytes() {
        byte[] image = read(RESOURCE);
        return image == null ? new byte[1] : image;
    }

    private static byte[] read(String name) {
        try (InputStream in = KernelImage.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
