package dev.kernelbridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
    @TempDir
    private Path folder;

    /** What {@code numpy.save} of NumPy 1.24 writes for {@code numpy.array([1.5, -2.0])}: format 1.0, a header of 118 bytes. */
    private static byte[] numpyFile() {
        String dictionary = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }";
        String header = dictionary + " ".repeat(117 - dictionary.length()) + "\n";
        return HexFormat.of().parseHex("934e554d505901007600" + HexFormat.of().formatHex(header.getBytes(StandardCharsets.US_ASCII))
                + "000000000000f83f" + "00000000000000c0");
    }

    @Test
    void readsWhatNumpyWrites() throws IOException {
        Path file = Files.write(folder.resolve("a.npy"), numpyFile());
        try (Arena arena = Arena.ofConfined()) {
            DoubleVec vec = (DoubleVec) Npy.map(file, arena);
            assertArrayEquals(new double[] {1.5, -2}, vec.toArray());
            assertEquals(-0.5, Kernels.on(Backend.JAVA).vectors().sum(vec));
        }
        Npy.write(folder.resolve("b.npy"), DoubleVec.of(1.5, -2));
        assertArrayEquals(numpyFile(), Files.readAllBytes(folder.resolve("b.npy")), "and writes it");
    }

    @Test
    void givesBackWhatItWrote() throws IOException {
        float[] floats = new float[700_001]; // several pieces
        for (int i = 0; i < floats.length; i++) {
            floats[i] = i / 3f;
        }
        Path file = folder.resolve("f.npy");
        Npy.write(file, FloatVec.of(floats));
        try (Arena arena = Arena.ofConfined()) {
            assertArrayEquals(floats, ((FloatVec) Npy.map(file, arena)).toArray());
        }
        Npy.write(file, FloatVec.of());
        try (Arena arena = Arena.ofConfined(); DoubleVec resident = Kernels.on(Backend.JAVA).vectors().upload(new double[] {1, 2, 3})) {
            assertEquals(0, Npy.map(file, arena).length());
            Npy.write(file, resident);
            assertArrayEquals(new double[] {1, 2, 3}, ((DoubleVec) Npy.map(file, arena)).toArray());
        }
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        refused(new byte[0], "cut short");
        refused("hello, this is a text".getBytes(StandardCharsets.US_ASCII), "no .npy file");
        byte[] good = numpyFile();
        for (int length = 0; length < good.length; length++) {
            refused(java.util.Arrays.copyOf(good, length), "cut short");
        }
        refused(changed("<f8", "<i8"), "type <i8");
        refused(changed("<f8", ">f8"), "type >f8");
        refused(changed("(2,)", "(3,)"), "3 elements of 8 bytes are announced, 16 bytes follow");
        refused(changed("False, 'shape': (2,)", "True, 'shape': (1,2)"), "Fortran order");
        refused(changed("(2,)", "(-2,)"), "-2 is no size");
        refused(changed("(2,), }", "(9999999999,9999999999), }"), "no size");
        refused(changed("'shape'", "'shade'"), "no 'shape'");
        byte[] version = numpyFile();
        version[6] = 9;
        refused(version, "format 9");
        byte[] giant = numpyFile();
        giant[6] = 2;
        ByteBuffer.wrap(giant).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -1);
        refused(giant, "header of 4294967295 bytes");
        Path file = Files.write(folder.resolve("two.npy"), changed("(2,)", "(1,2)"));
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(2, Npy.map(file, arena).length(), "two dimensions in C order");
        }
        assertThrows(IOException.class, () -> Npy.map(folder.resolve("none.npy"), Arena.ofAuto()));
    }

    private static byte[] changed(String from, String to) {
        String text = new String(numpyFile(), StandardCharsets.ISO_8859_1);
        int longer = to.length() - from.length();
        String padding = " ".repeat(Math.max(0, longer));
        return text.replace(from, to).replaceFirst(padding + "\n", " ".repeat(Math.max(0, -longer)) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void refused(byte[] content, String why) throws IOException {
        Path file = Files.write(folder.resolve("bad.npy"), content);
        String message = assertThrows(IOException.class, () -> Npy.map(file, Arena.ofAuto())).getMessage();
        assertTrue(message.contains(why) && message.contains("bad.npy"), message);
    }
}
