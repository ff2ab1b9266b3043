package dev.kernelbridge.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What the build left in the place of something that it could not make: one line, {@code reason; fix}. */
final class BuildNote {

    private BuildNote() {
    }

    /** The refusal for {@code what}, whose resource is not in the jar: by the build's note, or in our words where there is none. */
    static CudaRuntime.Unavailable missing(String what, String resource, String ourReason, String ourFix) {
        try (InputStream in = BuildNote.class.getResourceAsStream(resource + ".missing")) {
            if (in == null) {
                return new CudaRuntime.Unavailable(what + ": " + ourReason, ourFix);
            }
            String[] note = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split("; ", 2);
            return new CudaRuntime.Unavailable(what + ": " + note[0], note.length > 1 ? note[1] : ourFix);
        } catch (IOException e) {
            return new CudaRuntime.Unavailable(what + ": " + e, ourFix);
        }
    }
}
