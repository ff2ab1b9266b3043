package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kernelbridge.bind.annotation.Errno;
import dev.kernelbridge.bind.annotation.Fails;
import dev.kernelbridge.bind.annotation.SizedBy;
import dev.kernelbridge.bind.c.Parser;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Libraries that nobody wrote for this test, against Java's own zlib and mathematics. */
@EnabledOnOs(OS.LINUX)
class RealLibrariesTest {

    interface Zlib {
        long crc32(long crc, @SizedBy("len") byte[] buf, int len);

        @Fails(but = "Z_OK")
        void compress(@SizedBy("destLen") byte[] dest, long[] destLen, @SizedBy("sourceLen") byte[] source, long sourceLen);

        long compressBound(long sourceLen);

        String zError(int code);
    }

    @Test
    void zlibCompressesWhatJavaInflates() throws Exception {
        NativeLibrary z;
        try {
            z = NativeLibrary.open("z");
        } catch (NativeLibraryException e) {
            Fixtures.missing("zlib: " + e.getMessage());
            return;
        }
        Zlib zlib = new CLibrary(z, Parser.parse("""
                #define Z_OK 0
                unsigned long crc32(unsigned long crc, const unsigned char *buf, unsigned int len);
                int compress(unsigned char *dest, unsigned long *destLen, const unsigned char *source, unsigned long sourceLen);
                unsigned long compressBound(unsigned long sourceLen);
                const char *zError(int);
                """)).bind(Zlib.class);
        for (int length : new int[] {0, 1, 1000, 300_000}) {
            byte[] data = new byte[length];
            new Random(length).nextBytes(data);
            Arrays.fill(data, 0, length / 2, (byte) 'x');
            CRC32 crc = new CRC32();
            crc.update(data);
            assertEquals(crc.getValue(), zlib.crc32(0, data, length));
            byte[] packed = new byte[(int) zlib.compressBound(length)];
            long[] size = {packed.length};
            zlib.compress(packed, size, data, length);
            Inflater inflater = new Inflater();
            inflater.setInput(packed, 0, (int) size[0]);
            byte[] unpacked = new byte[length + 1];
            assertEquals(length, inflater.inflate(unpacked));
            assertArrayEquals(data, Arrays.copyOf(unpacked, length));
            inflater.end();
        }
        assertEquals(-5, assertThrows(NativeCallException.class, () -> zlib.compress(new byte[3], new long[] {3}, new byte[100],
                100)).returned());
        assertEquals("data error", zlib.zError(-3));
    }

    @Test
    void theMathematicalLibraryAgreesWithJava() {
        NativeLibrary m = NativeLibrary.open("m");
        for (String name : new String[] {"cbrt", "sqrt", "floor", "rint", "fabs"}) {
            NativeFunction function = m.function(name, double.class, double.class);
            for (double x : new double[] {0, 0.5, 2, 27, 1e300}) {
                double expected = switch (name) {
                    case "cbrt" -> Math.cbrt(x);
                    case "sqrt" -> Math.sqrt(x);
                    case "floor" -> Math.floor(x);
                    case "rint" -> Math.rint(x);
                    default -> Math.abs(x);
                };
                assertEquals(expected, (double) function.call(x), Math.ulp(expected), name + "(" + x + ")");
            }
        }
    }

    @Test
    void theCLibrarySaysWhyAFileCannotBeRenamed() {
        CLibrary c = new CLibrary(NativeLibrary.process(), Parser.parse("int rename(const char *from, const char *to);"));
        interface Rename {
            @Fails(Fails.When.MINUS_ONE)
            @Errno
            int rename(String from, String to);
        }
        NativeCallException e = assertThrows(NativeCallException.class, () -> c.bind(Rename.class).rename("/no/such/file",
                "/no/such/other"));
        assertEquals("rename failed: it returned -1, errno 2 (No such file or directory)", e.getMessage());
    }
}
