package dev.kernelbridge.plan;

import dev.kernelbridge.KernelException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The file that a long call leaves its state in. It is written beside its place, forced to the disk and renamed over the old one, so
 * there is a whole file at every moment; a version, the request's words, a length and a SHA-256 sum tell a file that cannot be
 * used, and such a file is never overwritten.
 *
 * <p>Layout: the magic line, version (int), request (UTF), length of the state (int), the state, SHA-256 of all before.
 */
final class Checkpoint {
    private static final byte[] MAGIC = "kernelbridge checkpoint\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SUM_BYTES = 32;
    /** What the command may lose when it is killed. */
    private static final long PERIOD_NANOS = 1_000_000_000;
    /** The same where writing takes long: of 10 MB, say, or to a slow disk. */
    private static final long MOST_PERIOD_NANOS = 10_000_000_000L;
    /** At most one part in so many of the time goes into writing. */
    private static final long SHARE = 50;

    private final Path file;
    private final Resumable plan;
    private long begun; // when the last snapshot was taken
    private long took; // to take and write it
    private long written = System.nanoTime();
    private boolean failed;

    Checkpoint(Path file, Resumable plan) {
        this.file = file;
        this.plan = plan;
    }

    /**
     * Takes up the file's state, if there is a file.
     *
     * @throws IllegalArgumentException if it cannot be used: it is damaged, or of another version or request
     */
    void load() {
        if (!Files.exists(file)) {
            return;
        }
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw refused("cannot be read: " + words(e), "check its permissions");
        }
        try {
            read(content);
        } catch (IOException | RuntimeException e) {
            if (e instanceof IllegalArgumentException refusal) {
                throw refusal;
            }
            throw refused("is damaged: its content makes no sense", "delete it to start anew");
        }
    }

    private void read(byte[] content) throws IOException {
        if (content.length < MAGIC.length || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw refused("is no checkpoint of Kernelbridge", "name another file");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(content, MAGIC.length, content.length - MAGIC.length));
        if (in.available() < Integer.BYTES) {
            throw refused("is damaged: it is cut off", "delete it to start anew");
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw refused("has format " + version + ", and this version of Kernelbridge reads " + VERSION,
                    "go on with the version that wrote it, or delete it to start anew");
        }
        int end = content.length - SUM_BYTES;
        if (end < MAGIC.length || !Arrays.equals(sum(content, end), Arrays.copyOfRange(content, end, content.length))) {
            throw refused("is damaged: it is cut off or was changed", "delete it to start anew");
        }
        String request = in.readUTF();
        if (!request.equals(plan.request())) {
            throw refused("belongs to " + request + ", and " + plan.request() + " is asked for", "name another file for it");
        }
        int length = in.readInt();
        plan.load(new DataInputStream(new ByteArrayInputStream(in.readNBytes(length))));
    }

    /** Whether the last state has become old. */
    boolean due() {
        return System.nanoTime() - written >= period(took);
    }

    /** How old the last state may become, if it took so long to write. */
    static long period(long took) {
        return Math.clamp(took, PERIOD_NANOS / SHARE, MOST_PERIOD_NANOS / SHARE) * SHARE;
    }

    /** The plan's state as the file will have it; for a caller that keeps the plan still meanwhile. */
    byte[] snapshot() {
        begun = System.nanoTime();
        try {
            ByteArrayOutputStream state = new ByteArrayOutputStream();
            plan.save(new DataOutputStream(state));
            ByteArrayOutputStream content = new ByteArrayOutputStream(state.size() + 256);
            DataOutputStream out = new DataOutputStream(content);
            out.write(MAGIC);
            out.writeInt(VERSION);
            out.writeUTF(plan.request());
            out.writeInt(state.size());
            state.writeTo(out);
            byte[] body = content.toByteArray();
            content.writeBytes(sum(body, body.length));
            return content.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail so
        }
    }

    /** Puts a snapshot in the file's place. The first failure is an error, a later one a warning: the old state is there still. */
    void write(byte[] snapshot, boolean first) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        boolean interrupted = false;
        try {
            while (!put(snapshot, fresh)) {
                interrupted |= Thread.interrupted();
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            String message = "checkpoint: " + file + " cannot be written: " + words(e);
            if (first) {
                throw new KernelException(message + "; name a file in a folder that can be written to", e);
            }
            if (!failed) {
                failed = true;
                System.getLogger("dev.kernelbridge").log(System.Logger.Level.WARNING, message + "; the call goes on without");
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        written = System.nanoTime();
        took = written - begun;
    }

    /** False if the thread is interrupted: a channel closes itself then, and the state is to be left for that very reason. */
    private static boolean put(byte[] snapshot, Path fresh) throws IOException {
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (ByteBuffer left = ByteBuffer.wrap(snapshot); left.hasRemaining();) {
                channel.write(left);
            }
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    /** The call is done: nothing is left to resume. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger("dev.kernelbridge").log(System.Logger.Level.WARNING,
                    "checkpoint: " + file + " is no longer needed and cannot be deleted: " + words(e));
        }
    }

    private IllegalArgumentException refused(String reason, String fix) {
        return new IllegalArgumentException("checkpoint: " + file + " " + reason + "; " + fix);
    }

    private static String words(IOException e) {
        return e instanceof FileSystemException f ? f.getReason() == null ? f.getClass().getSimpleName() : f.getReason() : e.getMessage();
    }

    private static byte[] sum(byte[] content, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
