package dev.kernelbridge.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The kernels as nvcc compiled them, or why the jar has none. */
final class KernelImage {
    private static final String RESOURCE = "kernelbridge.fatbin";

    private KernelImage() {
    }

    /** Throws with the build's reason if the jar has none. */
    static void require() {
        if (KernelImage.class.getResource(RESOURCE) == null) {
            throw BuildNote.missing("the jar has no CUDA kernels", RESOURCE, "and no word why", "use a jar that was built where nvcc is");
        }
    }

    /** The image. The simulator has the kernels in itself and takes anything for one. */
    static byte[] bytes() {
        try (InputStream in = KernelImage.class.getResourceAsStream(RESOURCE)) {
            return in == null ? new byte[1] : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
