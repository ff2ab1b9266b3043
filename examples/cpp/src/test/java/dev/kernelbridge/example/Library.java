package dev.kernelbridge.example;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.kernelbridge.bind.NativeLibraryException;
import java.util.List;

/** Tests that need the library are skipped with its reason where it was not built, unless it must be there (CI). */
final class Library {

    private Library() {
    }

    static void assumeThere() {
        try {
            StatsLibrary.open();
        } catch (NativeLibraryException e) {
            if (List.of(System.getProperty("kernelbridge.test.require", "").split(",")).contains("all")) {
                fail(e);
            }
            abort(e.getMessage());
        }
    }
}
