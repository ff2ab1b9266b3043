package dev.kernelbridge;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's {@code .npy} files of doubles and floats (format 1.0 to 3.0, as {@code numpy.lib.format} documents it): read by mapping the file
 * into memory, so that nothing is copied and a file may be larger than the heap. An array of several dimensions in C order is its elements
 * in that order. Safe for use by many threads.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MOST_HEADER = 1 << 20;
    private static final int ALIGNMENT = 64;
    private static final int PIECE = 1 << 20;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    private Npy() {
    }

    /** What a file's header says. */
    private record Header(String descr, long elements, long offset) {
    }

    /**
     * The elements of a file: a {@link DoubleVec} of {@code float64}, a {@link FloatVec} of {@code float32}, which stays valid until the arena
     * is closed and cannot be written to.
     *
     * @throws IOException if it cannot be read, is no such file, is cut short, or holds another type, byte order or Fortran order; the message
     *                     names the file and says which
     */
    public static Vec map(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Header header = header(file, channel);
            int size = switch (header.descr()) {
                case "<f8" -> Double.BYTES;
                case "<f4" -> Float.BYTES;
                default -> throw new IOException(file + ": elements of type " + header.descr() + "; known are <f8 (float64) and <f4 (float32), "
                        + "which array.astype('<f8') makes");
            };
            if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
                throw new IOException(file + ": little-endian elements on a big-endian machine");
            }
            long bytes = channel.size() - header.offset();
            if (header.elements() > bytes / size) {
                throw new IOException(file + ": cut short: " + header.elements() + " elements of " + size + " bytes are announced, " + bytes
                        + " bytes follow");
            }
            MemorySegment data = channel.map(FileChannel.MapMode.READ_ONLY, header.offset(), header.elements() * size, arena);
            return size == Double.BYTES ? DoubleVec.of(data) : FloatVec.of(data);
        }
    }

    /**
     * Writes all elements as an array of one dimension, over a file that is there.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Vec vector) throws IOException {
        boolean wide = vector instanceof DoubleVec;
        String dictionary = "{'descr': '" + (wide ? "<f8" : "<f4") + "', 'fortran_order': False, 'shape': (" + vector.length() + ",), }";
        int fixed = MAGIC.length + 4;
        int padded = Math.ceilDiv(fixed + dictionary.length() + 1, ALIGNMENT) * ALIGNMENT; // so that mapped elements are aligned
        ByteBuffer head = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
        head.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (padded - fixed));
        head.put(dictionary.getBytes(StandardCharsets.US_ASCII));
        Arrays.fill(head.array(), head.position(), padded - 1, (byte) ' ');
        head.array()[padded - 1] = '\n';
        head.clear();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            write(channel, head);
            long bytes = vector.length() * (wide ? Double.BYTES : Float.BYTES);
            byte[] piece = new byte[(int) Math.min(PIECE, bytes)];
            for (long at = 0; at < bytes; at += piece.length) { // not through a mapping: a full disk would end the JVM
                int part = (int) Math.min(piece.length, bytes - at);
                vector.read(at, MemorySegment.ofArray(piece).asSlice(0, part));
                write(channel, ByteBuffer.wrap(piece, 0, part));
            }
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static Header header(Path file, FileChannel channel) throws IOException {
        ByteBuffer start = read(file, channel, 0, 12);
        byte[] magic = new byte[MAGIC.length];
        start.get(magic);
        int major = start.get();
        start.get();
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IOException(file + ": no .npy file: it does not begin with \\x93NUMPY");
        }
        if (major < 1 || major > 3) {
            throw new IOException(file + ": .npy format " + major + "; known are 1 to 3");
        }
        long length = major == 1 ? Short.toUnsignedInt(start.getShort()) : Integer.toUnsignedLong(start.getInt());
        int at = major == 1 ? 10 : 12;
        if (length > MOST_HEADER) {
            throw new IOException(file + ": a header of " + length + " bytes; at most " + MOST_HEADER + " are read");
        }
        byte[] text = new byte[(int) length];
        read(file, channel, at, (int) length).get(text);
        String dictionary = new String(text, StandardCharsets.UTF_8);
        String descr = group(file, DESCR, dictionary, "descr");
        String[] shape = group(file, SHAPE, dictionary, "shape").split(",");
        long elements = 1;
        int dimensions = 0;
        for (String dimension : shape) {
            if (!dimension.isBlank()) {
                elements = multiply(file, elements, dimension.strip());
                dimensions++;
            }
        }
        if (dimensions > 1 && group(file, FORTRAN, dictionary, "fortran_order").equals("True")) {
            throw new IOException(file + ": its elements are in Fortran order; numpy.ascontiguousarray(array) makes them C order");
        }
        return new Header(descr, elements, at + length);
    }

    private static ByteBuffer read(Path file, FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new IOException(file + ": cut short: it ends within the header");
            }
        }
        return buffer.flip();
    }

    private static String group(Path file, Pattern pattern, String dictionary, String key) throws IOException {
        Matcher matcher = pattern.matcher(dictionary);
        if (!matcher.find()) {
            throw new IOException(file + ": its header has no '" + key + "': " + dictionary.strip());
        }
        return matcher.group(1);
    }

    private static long multiply(Path file, long elements, String dimension) throws IOException {
        try {
            long factor = Long.parseLong(dimension);
            if (factor < 0) {
                throw new NumberFormatException();
            }
            return Math.multiplyExact(elements, factor);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IOException(file + ": the dimension " + dimension + " is no size of an array", e);
        }
    }
}
