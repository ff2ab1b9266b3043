package dev.kernelbridge.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.bind.NativeLibraryException;
import dev.kernelbridge.spi.Engine;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the backend says when there is no library, an old one, or a tier that cannot run; and that a forced tier is the one that
 * runs.
 */
class FfmBackendTest {

    private static FfmBackend forced(String tier) {
        return new FfmBackend(Library::symbols, () -> tier == null ? null : "KERNELBRIDGE_CPU=" + tier);
    }

    @BeforeAll
    static void libraryIsThere() {
        LibraryThere.orSkip();
    }

    @Test
    void asksForTheLibraryOnceAndOnlyWhenAsked() {
        AtomicInteger asked = new AtomicInteger();
        FfmBackend backend = new FfmBackend(() -> {
            asked.incrementAndGet();
            throw new NativeLibraryException("libkernelbridge.so was left out", "Install gcc.", null);
        }, () -> null);
        assertEquals(0, asked.get());
        Availability first = backend.availability();
        assertEquals(Availability.missing("libkernelbridge.so was left out", "Install gcc."), first);
        assertSame(first, backend.availability());
        assertTrue(backend.devices().isEmpty());
        String message = assertThrows(DeviceFailedException.class, () -> backend.open(null)).getMessage();
        assertTrue(message.contains("left out"), message);
        assertEquals(1, asked.get());
    }

    @Test
    void neverThrowsWhateverLoadingThrows() {
        for (Supplier<SymbolLookup> broken : java.util.List.<Supplier<SymbolLookup>>of(
                () -> {
                    throw new UnsatisfiedLinkError("no such thing");
                },
                () -> {
                    throw new IllegalStateException("no such thing");
                },
                () -> name -> Optional.empty())) {
            Availability availability = new FfmBackend(broken, () -> null).availability();
            assertFalse(availability.available());
            assertFalse(availability.reason().isBlank());
        }
        Availability denied = new FfmBackend(() -> {
            throw new IllegalCallerException("denied");
        }, () -> null).availability();
        assertTrue(denied.fix().contains("--enable-native-access"), denied.toString());
    }

    @Test
    void refusesALibraryOfAnotherAbi() throws Exception {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment answersTwo = Linker.nativeLinker().upcallStub(MethodHandles.constant(int.class, Library.ABI + 1),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT), arena);
            SymbolLookup other = name -> name.equals("kb_abi") ? Optional.of(answersTwo) : Optional.empty();
            Availability availability = new FfmBackend(() -> other, () -> null).availability();
            assertFalse(availability.available());
            String reason = availability.reason();
            assertTrue(reason.contains("ABI " + (Library.ABI + 1)) && reason.contains("ABI " + Library.ABI), reason);
        }
    }

    @Test
    void refusesATierThatDoesNotExist() {
        Availability availability = forced("pentium").availability();
        assertEquals("KERNELBRIDGE_CPU=pentium is not a SIMD tier of the C library", availability.reason());
        assertTrue(availability.fix().contains(forced(null).devices().getFirst().detail().replaceAll(".*, ", "")), availability.fix());
    }

    @Test
    void refusesATierThatTheProcessorLacks() throws Throwable {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment lowest = Linker.nativeLinker().upcallStub(MethodHandles.constant(int.class, 0),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT), arena);
            SymbolLookup oldProcessor = name -> name.equals("kb_tier_best") ? Optional.of(lowest) : Library.symbols().find(name);
            Tier best = Tier.choose(Library.symbols(), null);
            if (best.index() > 0) {
                Availability availability = new FfmBackend(() -> oldProcessor, () -> "-Dkernelbridge.cpu=" + best.name()).availability();
                assertTrue(availability.reason().contains("more than this processor has"), availability.reason());
                assertFalse(availability.fix().contains(best.name()), availability.fix());
            }
        }
    }

    @Test
    void runsTheForcedTier() throws Throwable {
        Tier best = Tier.choose(Library.symbols(), null);
        assertEquals(best, Tier.choose(Library.symbols(), "KERNELBRIDGE_CPU=" + best.name()));
        String[] names = {"x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4"};
        for (int i = 0; i <= best.index() && best.name().startsWith("x86"); i++) {
            FfmBackend backend = forced(names[i]);
            assertTrue(backend.availability().available());
            Device device = backend.devices().getFirst();
            assertTrue(device.detail().endsWith(", " + names[i]), device.detail());
            try (Engine engine = backend.open(device)) {
                assertEquals(168 - 3, engine.primes().countSieve(Sieving.to(1000), Sieving.base(100)));
            }
        }
    }

    @Test
    void aClosedEngineSaysSo() {
        FfmBackend backend = forced(null);
        Engine engine = backend.open(backend.devices().getFirst());
        engine.close();
        engine.close();
        String message = assertThrows(DeviceFailedException.class, () -> engine.primes().isPrime(new long[1], 0, 1, new boolean[1]))
                .getMessage();
        assertTrue(message.endsWith("was closed"), message);
    }

    @Test
    void aRefusalByTheLibraryIsADeviceFailure() {
        Device device = forced(null).devices().getFirst();
        try (FfmEngine engine = new FfmEngine(device, new Tier(99, "none", true))) {
            DeviceFailedException e = assertThrows(DeviceFailedException.class,
                    () -> engine.factors().factorize(new long[1], 0, 1, new long[16]));
            assertEquals("kb_factorize refused its arguments with status 2 (no such SIMD tier)", e.getMessage());
        }
    }
}
