package dev.kernelbridge.jni;

import dev.kernelbridge.Availability;
import dev.kernelbridge.spi.Engine;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Tests that need the library are skipped with its reason where it was not built, unless it must be there (CI). */
final class Library {

    private static final JniBackend BACKEND = new JniBackend();

    private Library() {
    }

    static void assumeThere() {
        Availability answer = BACKEND.availability();
        boolean required = Arrays.asList(System.getProperty("kernelbridge.test.require", "").split(",")).stream()
                .anyMatch(name -> name.equals("all") || name.equals("jni"));
        if (required) {
            Assertions.assertTrue(answer.available(), answer::toString);
        }
        Assumptions.assumeTrue(answer.available(), answer::toString);
    }

    static Engine engine() {
        assumeThere();
        return BACKEND.open(BACKEND.devices().getFirst());
    }
}
