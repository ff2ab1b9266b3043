package dev.kernelbridge.bind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The verified copy of a library on disk. Exists because the system's loader wants a file, and a file under a fixed name in a
 * shared folder is one that somebody else may have put there.
 *
 * <p>The copy is {@code <cache>/<sha-256 of the content>/<file name>}. It is hashed before every load; what does not match is
 * replaced and never loaded. It is written under a random name and renamed, so any number of threads and processes may do so
 * at once: each sees no file or a whole one, and all write the same.
 */
final class LibraryCache {

    private static final System.Logger LOG = System.getLogger("dev.kernelbridge.bind");

    private LibraryCache() {
    }

    /** The verified file with this content and name, in the first folder that can hold it. */
    static Path stage(byte[] content, String fileName) {
        return stage(content, fileName, 1);
    }

    /** The same library once more under another path, for the {@code number}th class loader; the JVM allows a path only one. */
    static Path copy(Path file, int number) {
        try {
            return stage(Files.readAllBytes(file), file.getFileName().toString(), number);
        } catch (IOException e) {
            throw new NativeLibraryException("could not read " + file + ": " + CacheFolder.why(e), "check the file", e);
        }
    }

    /** The verified file with the content of this hash, if one of the folders has it; for what can be made again from other things. */
    static Optional<Path> find(String sha, String fileName) {
        for (CacheFolder folder : CacheFolder.candidates()) {
            try {
                Path file = folder.path().resolve(sha).resolve(fileName);
                if (Files.isRegularFile(file) && holds(file, (int) Files.size(file), sha) && Files.isExecutable(file)) {
                    return Optional.of(file.toRealPath());
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "Passed over a cache folder: {0} ({1}): {2}", folder.path(), folder.from(),
                        CacheFolder.why(e));
            }
        }
        return Optional.empty();
    }

    private static Path stage(byte[] content, String fileName, int number) {
        String sha = sha256(content);
        String entry = number == 1 ? sha : sha + "-" + number;
        List<String> refused = new ArrayList<>();
        for (CacheFolder folder : CacheFolder.candidates()) {
            try {
                return put(CacheFolder.inside(folder.open(), entry).resolve(fileName), content, sha);
            } catch (IOException e) {
                String line = folder.path() + " (" + folder.from() + "): " + CacheFolder.why(e);
                refused.add(line);
                // Somebody who named a folder wants it used, and should hear that it is not; the others are only our own guesses.
                LOG.log(folder.ours() ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                        "Passed over a folder for native libraries: {0}", line);
            }
        }
        try {
            return put(CacheFolder.inside(CacheFolder.temporary().open(), entry).resolve(fileName), content, sha);
        } catch (IOException e) {
            refused.add(System.getProperty("java.io.tmpdir") + " (a temporary folder): " + CacheFolder.why(e));
        }
        throw new NativeLibraryException("no folder can hold " + fileName + ": " + String.join("; ", refused),
                "name a folder that you own, that nobody else may write in, and whose file system is not mounted noexec: -D"
                        + CacheFolder.PROPERTY + "=FOLDER or " + CacheFolder.VARIABLE + "=FOLDER", null);
    }

    private static Path put(Path file, byte[] content, String sha) throws IOException {
        if (!holds(file, content.length, sha)) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                LOG.log(System.Logger.Level.DEBUG, "{0} was changed after we wrote it; it is replaced from the jar.", file);
            }
            write(file, content);
            if (!holds(file, content.length, sha)) {
                throw new IOException("what was read back is not what was written");
            }
        }
        CacheFolder.deleteOnExitIfTemporary(file);
        if (!Files.isExecutable(file)) { // on Linux false on a noexec mount whatever the file's mode, even for root
            allowExecution(file);
            if (!Files.isExecutable(file)) {
                throw new IOException("its file system is mounted noexec, so no library can be loaded from it");
            }
        }
        return file;
    }

    private static boolean holds(Path file, int length, String sha) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && CacheFolder.isSafe(file)
                && Files.size(file) == length && sha256(Files.readAllBytes(file)).equals(sha);
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path unfinished = Files.createTempFile(file.getParent(), ".", ".tmp");
        try {
            Files.write(unfinished, content);
            allowExecution(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void allowExecution(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("r-x------"));
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
