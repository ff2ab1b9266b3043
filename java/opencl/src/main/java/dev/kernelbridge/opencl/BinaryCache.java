package dev.kernelbridge.opencl;

import dev.kernelbridge.bind.UserCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Compiled programs on disk. A file's name is the SHA-256 of all that the binary depends on, and its first 32 bytes are the
 * SHA-256 of the rest, so a stale binary is never found and a damaged one never given to a driver. It is written under another
 * name and renamed: any number of processes may do so at once. A cache is never a reason to fail; what goes wrong is logged at
 * DEBUG.
 */
final class BinaryCache {

    private static final System.Logger LOG = System.getLogger("dev.kernelbridge.opencl");
    private static final int HASH = 32;

    private final Optional<Path> folder;

    BinaryCache(Optional<Path> folder) {
        this.folder = folder;
    }

    /** The user's. */
    static BinaryCache ofUser() {
        return new BinaryCache(UserCache.folder("opencl"));
    }

    static String key(String... dependsOn) {
        MessageDigest digest = sha256();
        for (String part : dependsOn) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8)); // so that parts cannot run into each other
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    Optional<byte[]> get(String key) {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Path file = file(key);
        try {
            byte[] content = Files.readAllBytes(file);
            byte[] binary = Arrays.copyOfRange(content, Math.min(HASH, content.length), content.length);
            if (content.length > HASH && Arrays.equals(content, 0, HASH, sha256().digest(binary), 0, HASH)) {
                return Optional.of(binary);
            }
            LOG.log(System.Logger.Level.DEBUG, "{0} is damaged; the program is compiled again.", file);
            Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is not there yet.", file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A cached OpenCL program cannot be read.", e);
        }
        return Optional.empty();
    }

    void put(String key, byte[] binary) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            Path unfinished = Files.createTempFile(folder.get(), ".", ".tmp");
            try {
                byte[] content = Arrays.copyOf(sha256().digest(binary), HASH + binary.length);
                System.arraycopy(binary, 0, content, HASH, binary.length);
                Files.write(unfinished, content);
                Files.move(unfinished, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "An OpenCL program cannot be cached.", e);
        }
    }

    /** Forgets a binary that the driver refused. */
    void drop(String key) {
        folder.ifPresent(path -> {
            try {
                Files.deleteIfExists(file(key));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "A refused OpenCL program cannot be deleted.", e);
            }
        });
    }

    private Path file(String key) {
        return folder.orElseThrow().resolve(key + ".bin");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
