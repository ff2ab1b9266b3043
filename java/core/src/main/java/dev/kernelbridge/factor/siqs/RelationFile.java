package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.KernelException;
import dev.kernelbridge.spi.RelationList;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The relations of a long sieve, on disk as they are found: each unit's are appended as one record and handed to the system at once,
 * so that a killed process loses no more than the units it was working on, and forced to the disk every few seconds. What cannot be
 * used is named and left as it is; a record that was torn off at the end is cut. While a process has the file, no other gets it.
 * It is no channel, since a channel closes itself when the thread that uses it is interrupted: that is when all must be kept.
 *
 * <p>Layout: the magic line, version (int), then records: length (int), CRC-32C of the content (int), content. The first record is n
 * (UTF) and the parameters, so that what was begun goes on with the same ones; the others are units.
 */
final class RelationFile implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.kernelbridge");
    private static final byte[] MAGIC = "kernelbridge relations\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int RECORD_HEAD = 2 * Integer.BYTES;
    private static final long FORCE_NANOS = 5_000_000_000L;

    private final Path path;
    private final RandomAccessFile file; // stands behind the last whole record
    private long forced = System.nanoTime();
    private boolean failed;

    /** Takes each unit of an existing file. */
    interface Reader {
        void unit(int coefficient, int from, int to, Harvest harvest);
    }

    private RelationFile(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens the file, or makes it.
     *
     * @throws IllegalArgumentException if it is there and cannot be used
     * @throws KernelException if it cannot be made
     */
    static RelationFile open(Path path) {
        RandomAccessFile file = null;
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
            if (file.getChannel().tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            return new RelationFile(path, file);
        } catch (OverlappingFileLockException e) {
            closeQuietly(file);
            throw refused(path, "is in use by another call", "wait for it to end, or name another file");
        } catch (IOException e) {
            closeQuietly(file);
            throw new KernelException("checkpoint: " + path + " cannot be written: " + words(path, e)
                    + "; name a file in a folder that can be written to", e);
        }
    }

    /** The job that the file was begun for, or null if it is empty: then {@link #begin} comes next, else {@link #read}. */
    Job job(BigInteger n) {
        try {
            if (file.length() == 0) {
                return null;
            }
            byte[] head = read(0, MAGIC.length + Integer.BYTES);
            if (!Arrays.equals(head, 0, Math.min(head.length, MAGIC.length), MAGIC, 0, Math.min(head.length, MAGIC.length))) {
                throw refused(path, "holds no relations of Kernelbridge", "name another file");
            }
            if (head.length < MAGIC.length + Integer.BYTES) {
                file.setLength(0); // torn off before anything was in it
                return null;
            }
            int version = ByteBuffer.wrap(head, MAGIC.length, Integer.BYTES).getInt();
            if (version != VERSION) {
                throw refused(path, "has format " + version + ", and this version of Kernelbridge reads " + VERSION,
                        "go on with the version that wrote it, or delete it to start anew");
            }
            ByteBuffer content = record(head.length);
            if (content == null) {
                if (file.length() <= head.length + 4096) {
                    file.setLength(0);
                    return null;
                }
                throw refused(path, "is damaged at its beginning", "delete it to start anew");
            }
            byte[] number = new byte[content.getInt()];
            content.get(number);
            BigInteger of = new BigInteger(number);
            if (!of.equals(n)) {
                throw refused(path, "holds relations for " + of + ", and " + n + " is to be split", "name another file for it");
            }
            int multiplier = content.getInt();
            return new Job(n, multiplier, new Parameters(content.getInt(), content.getInt(), content.getInt(), content.getInt(),
                    content.getDouble(), content.getInt(), content.getDouble(), content.getDouble(), content.getInt()));
        } catch (IOException e) {
            throw refused(path, "cannot be read: " + words(e), "check its permissions");
        } catch (BufferUnderflowException | NegativeArraySizeException | NumberFormatException e) {
            throw refused(path, "is damaged: its content makes no sense", "delete it to start anew");
        }
    }

    /** Writes the head for a new job. */
    void begin(Job job) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            byte[] number = job.n.toByteArray();
            Parameters p = job.parameters;
            out.writeInt(number.length);
            out.write(number);
            out.writeInt(job.multiplier);
            out.writeInt(p.base());
            out.writeInt(p.blocks());
            out.writeInt(p.blockBits());
            out.writeInt(p.small());
            out.writeDouble(p.left());
            out.writeInt(p.multiple());
            out.writeDouble(p.pairs());
            out.writeDouble(p.factor());
            out.writeInt(p.excess());
            file.seek(0);
            file.write(ByteBuffer.allocate(MAGIC.length + Integer.BYTES).put(MAGIC).putInt(VERSION).array());
            file.write(framed(bytes.toByteArray()));
            file.getFD().sync();
        } catch (IOException e) {
            throw new KernelException("checkpoint: " + path + " cannot be written: " + words(e)
                    + "; name a file in a folder that can be written to", e);
        }
    }

    /** Reads all units and stands behind the last whole one. */
    void read(Reader reader) {
        long at = MAGIC.length + Integer.BYTES;
        try {
            ByteBuffer content = record(at);
            while (content != null) {
                if (at > MAGIC.length + Integer.BYTES) {
                    unit(content, reader);
                }
                at += RECORD_HEAD + content.capacity();
                content = record(at);
            }
            if (at < file.length()) {
                LOG.log(Level.WARNING, "checkpoint: " + path + ": the last " + (file.length() - at)
                        + " bytes are damaged or were not written to their end; they are cut off");
                file.setLength(at);
            }
            file.seek(at);
        } catch (IOException e) {
            throw refused(path, "cannot be read: " + words(e), "check its permissions");
        }
    }

    private static void unit(ByteBuffer content, Reader reader) {
        int coefficient = content.getInt();
        int from = content.getInt();
        int to = content.getInt();
        int[] large = new int[2 * content.getInt()];
        content.asIntBuffer().get(large);
        content.position(content.position() + Integer.BYTES * large.length);
        int[] data = new int[content.remaining() / Integer.BYTES];
        content.asIntBuffer().get(data);
        reader.unit(coefficient, from, to, new Harvest(data, data.length, large));
    }

    /** Appends what a unit gave. A failure is a warning, once: the sieve goes on without its file. */
    void append(int coefficient, int from, int to, Harvest harvest) {
        if (failed) {
            return;
        }
        ByteBuffer content = ByteBuffer.allocate(Integer.BYTES * (4 + harvest.large().length + harvest.length()));
        content.putInt(coefficient).putInt(from).putInt(to).putInt(harvest.large().length / 2);
        content.asIntBuffer().put(harvest.large()).put(harvest.data(), 0, harvest.length());
        try {
            file.write(framed(content.array()));
            if (System.nanoTime() - forced > FORCE_NANOS) {
                file.getFD().sync();
                forced = System.nanoTime();
            }
        } catch (IOException e) {
            failed = true;
            LOG.log(Level.WARNING, "checkpoint: " + path + " cannot be written any more: " + words(e)
                    + "; sieving goes on without, and what is in the file so far stays good");
        }
    }

    /** n is split: nothing is left to resume. */
    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "checkpoint: " + path + " is no longer needed and cannot be deleted: " + words(e));
        }
    }

    @Override
    public void close() {
        closeQuietly(file);
    }

    private static byte[] framed(byte[] content) {
        return ByteBuffer.allocate(RECORD_HEAD + content.length).putInt(content.length).putInt(sum(content)).put(content).array();
    }

    /** The content of the record at a place, or null if there is no whole one. */
    private ByteBuffer record(long at) throws IOException {
        byte[] head = read(at, RECORD_HEAD);
        if (head.length < RECORD_HEAD) {
            return null;
        }
        ByteBuffer fields = ByteBuffer.wrap(head);
        int length = fields.getInt();
        int sum = fields.getInt();
        if (length <= 0 || length > file.length() - at - RECORD_HEAD) {
            return null;
        }
        byte[] content = read(at + RECORD_HEAD, length);
        return content.length == length && sum(content) == sum ? ByteBuffer.wrap(content) : null;
    }

    private byte[] read(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(at);
        int got = 0;
        for (int n = file.read(bytes); n > 0; n = file.read(bytes, got, length - got)) {
            got += n;
        }
        return Arrays.copyOf(bytes, got);
    }

    private static int sum(byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(content);
        return (int) sum.getValue();
    }

    private static IllegalArgumentException refused(Path path, String reason, String fix) {
        return new IllegalArgumentException("checkpoint: " + path + " " + reason + "; " + fix);
    }

    private String words(IOException e) {
        return words(path, e);
    }

    /** The reason without the file's name, which the message has already. */
    private static String words(Path path, IOException e) {
        String name = path + " (";
        if (e instanceof FileNotFoundException && e.getMessage().startsWith(name)) {
            return e.getMessage().substring(name.length(), e.getMessage().length() - 1);
        }
        return e instanceof FileSystemException f ? f.getReason() == null ? f.getClass().getSimpleName() : f.getReason() : e.getMessage();
    }

    private static void closeQuietly(RandomAccessFile file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a checkpoint's file could not be closed", e);
        }
    }
}
