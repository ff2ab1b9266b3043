package dev.kernelbridge.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Availability;
import dev.kernelbridge.BackendUnavailableException;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.spi.Engine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Availability is a value: what is asked for and cannot be had gives a reason, and asking again gives the same. */
class JniBackendTest {

    @AfterEach
    void clearProperties() {
        System.clearProperty("kernelbridge.library.path");
        System.clearProperty("kernelbridge.cpu");
    }

    @Test
    void aMissingLibraryIsAReasonAndStaysOne(@TempDir Path empty) {
        System.setProperty("kernelbridge.library.path", empty.toString());
        JniBackend backend = new JniBackend();
        Availability first = backend.availability();
        System.clearProperty("kernelbridge.library.path");
        assertFalse(first.available());
        assertTrue(first.reason().contains(System.mapLibraryName("kernelbridge_jni")), first.reason());
        assertSame(first, backend.availability());
        assertEquals(List.of(), backend.devices());
        assertThrows(BackendUnavailableException.class, () -> backend.open(null));
    }

    @Test
    void anUnknownTierIsAReasonThatListsTheKnownOnes() {
        Library.assumeThere();
        System.setProperty("kernelbridge.cpu", "z80");
        Availability answer = new JniBackend().availability();
        assertFalse(answer.available());
        assertTrue(answer.reason().contains("z80") && answer.reason().contains(KernelbridgeC.kb_tier_name(0)), answer.reason());
    }

    @Test
    void everyTierOfThisProcessorCanBeForced() {
        Library.assumeThere();
        for (int tier = 0; tier <= KernelbridgeC.kb_tier_best(); tier++) {
            String name = KernelbridgeC.kb_tier_name(tier);
            System.setProperty("kernelbridge.cpu", name);
            JniBackend backend = new JniBackend();
            assertTrue(backend.devices().getFirst().detail().endsWith(", " + name), backend.devices()::toString);
        }
    }

    @Test
    void aClosedEngineSaysSo() {
        Library.assumeThere();
        Engine engine = Library.engine();
        engine.close();
        engine.close();
        assertThrows(DeviceFailedException.class, () -> engine.primes().isPrime(new long[] {7}, 0, 1, new boolean[1]));
        assertThrows(DeviceFailedException.class, () -> engine.factors().factorize(new long[] {7}, 0, 1, new long[16]));
    }
}
