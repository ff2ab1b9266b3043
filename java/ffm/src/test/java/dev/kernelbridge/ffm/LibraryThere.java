package dev.kernelbridge.ffm;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.Availability;

/** A machine without a C compiler has no library: its tests are skipped with the reason, unless the backend is required. */
final class LibraryThere {

    private LibraryThere() {
    }

    static void orSkip() {
        Availability availability = new FfmBackend().availability();
        if (System.getProperty("kernelbridge.test.require", "").matches(".*\\b(all|ffm)\\b.*")) {
            assertTrue(availability.available(), availability.toString());
        }
        assumeTrue(availability.available(), availability.toString());
    }
}
