package dev.kernelbridge.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.spi.SieveUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs: from source, from the cache, from a damaged cache, and from a source that does not compile. */
class ProgramsTest {

    @TempDir
    Path folder;

    @Test
    void sourcesAreComplete() {
        for (String file : List.of("primes.cl", "factor.cl", "vector.cl", "matrix.cl")) {
            String source = KernelSource.of(file);
            assertFalse(source.lines().anyMatch(line -> line.startsWith("#include \"")), file);
            assertEquals(1, source.lines().filter(line -> line.equals("#define KB_PRELUDE_H")).count(), file);
        }
    }

    @Test
    void theCompilersWordsStandInTheError() {
        try (OpenClEngine engine = OpenClEngine.open(Here.device(), new BinaryCache(Optional.of(folder)))) {
            String broken = "#line 1 \"broken.cl\"\n__kernel void k(__global int *x) { x[0] = no_such_thing; }\n";
            DeviceFailedException e =
                    assertThrows(DeviceFailedException.class, () -> engine.programs().build("broken.cl", broken));
            assertEquals(DeviceFailedException.Kind.LAUNCH_FAILED, e.kind());
            assertTrue(e.getMessage().contains("CL_BUILD_PROGRAM_FAILURE"), e.getMessage());
            assertTrue(e.getMessage().contains("no_such_thing"), e.getMessage());
        }
    }

    @Test
    void aDamagedOrRefusedBinaryIsBuiltAgain() throws IOException {
        BinaryCache cache = new BinaryCache(Optional.of(folder));
        assertEquals(168, count(cache));
        Path file = binaries().getFirst();
        byte[] good = Files.readAllBytes(file);

        byte[] damaged = good.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(file, damaged);
        assertEquals(168, count(cache));
        assertEquals(good.length, Files.size(file), "written anew");

        Files.write(file, new byte[3]);
        assertEquals(168, count(cache));

        String key = file.getFileName().toString().replace(".bin", "");
        cache.put(key, "not a program at all".getBytes(java.nio.charset.StandardCharsets.UTF_8)); // whole, and nonsense
        assertEquals(168, count(cache));
        assertTrue(Files.size(file) > 1000, "the driver's binary again");
        assertEquals(1, binaries().size());
    }

    @Test
    void theSecondProcessTakesTheBinaryOfTheFirst() throws Exception {
        Here.device();
        List<String> cacheHere = List.of("-Dkernelbridge.cache.dir=" + folder);
        Here.Ended first = Here.child(CountOnce.class, "", cacheHere, Map.of());
        Here.Ended second = Here.child(CountOnce.class, "", cacheHere, Map.of());
        assertEquals("216816", first.out().strip(), first.err());
        assertEquals("216816", second.out().strip(), second.err());
        assertFalse(first.err().contains("comes from the cached binary"), first.err());
        assertTrue(second.err().contains("primes.cl comes from the cached binary"), second.err());
    }

    @Test
    void worksWithoutAFolder() throws IOException {
        assertEquals(168, count(new BinaryCache(Optional.empty())));
        assertEquals(168, count(new BinaryCache(Optional.of(folder.resolve("gone")))));
    }

    @Test
    void keysTellPartsApart() {
        assertFalse(BinaryCache.key("ab", "c").equals(BinaryCache.key("a", "bc")));
        assertArrayEquals(new byte[] {1, 2}, roundTrip(new byte[] {1, 2}));
    }

    private byte[] roundTrip(byte[] binary) {
        BinaryCache cache = new BinaryCache(Optional.of(folder));
        cache.put("key", binary);
        return cache.get("key").orElseThrow();
    }

    /** The primes to 1000, less 2, 3 and 5, which the wheel leaves out; 1 is masked away, and so is what is behind 1000. */
    private static long count(BinaryCache cache) {
        try (OpenClEngine engine = OpenClEngine.open(Here.device(), cache)) {
            return 3 + engine.primes().countSieve(new SieveUnit(0, 34, 0xFE, 0x07), Here.primesTo(31));
        }
    }

    private List<Path> binaries() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".bin")).toList();
        }
    }
}
