package dev.kernelbridge.bind;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The folders that may hold our copies, and the rule for trusting one. Exists because a folder that somebody else can write
 * in is a way to run their code as us: a folder of another user is refused, so is one that others may write in unless it is
 * our own to repair.
 *
 * @param path the folder
 * @param from where the path comes from, for messages
 * @param ours whether only we use this folder, so that its permissions are ours to repair
 */
record CacheFolder(Path path, String from, boolean ours) {

    static final String PROPERTY = "kernelbridge.cache.dir";
    static final String VARIABLE = "KERNELBRIDGE_CACHE";

    private static final System.Logger LOG = System.getLogger("dev.kernelbridge.bind");
    private static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?>[] PRIVATE =
            UNIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)} : new FileAttribute<?>[0];
    private static final int WRITABLE_BY_OTHERS = 0_022;

    /** Guarded by the class. The last resort lives as long as the process. */
    private static Path temporary;

    /** The folders to try, best first; a temporary one comes last, see {@link #temporary()}. */
    static List<CacheFolder> candidates() {
        List<CacheFolder> folders = new ArrayList<>();
        add(folders, System.getProperty(PROPERTY), "", "-D" + PROPERTY, false);
        add(folders, System.getenv(VARIABLE), "", VARIABLE, false);
        add(folders, System.getenv("XDG_CACHE_HOME"), "kernelbridge", "XDG_CACHE_HOME", true);
        String home = System.getProperty("user.home");
        switch (Platform.os()) {
            case "macos" -> add(folders, home, "Library/Caches/kernelbridge", "the home folder", true);
            case "windows" -> add(folders, System.getenv("LOCALAPPDATA"), "kernelbridge", "LOCALAPPDATA", true);
            default -> add(folders, home, ".cache/kernelbridge", "the home folder", true);
        }
        add(folders, System.getenv("XDG_RUNTIME_DIR"), "kernelbridge", "XDG_RUNTIME_DIR", true);
        return folders;
    }

    /** A fresh folder with a random name, for machines where the user owns no folder; removed when the JVM ends. */
    static synchronized CacheFolder temporary() throws IOException {
        if (temporary == null) {
            try {
                temporary = Files.createTempDirectory("kernelbridge-", PRIVATE);
            } catch (IOException e) { // without the random name, so that the second failure reads as the first
                throw new IOException("no folder can be made there (" + e.getClass().getSimpleName() + ")", e);
            }
            temporary.toFile().deleteOnExit();
        }
        return new CacheFolder(temporary, "a temporary folder", true);
    }

    /** Makes a folder inside {@code parent}, which {@link #open()} gave, by the same rules. */
    static Path inside(Path parent, String name) throws IOException {
        Path folder = new CacheFolder(parent.resolve(name), "", true).open();
        if (parent.equals(temporaryIfAny())) {
            folder.toFile().deleteOnExit();
        }
        return folder;
    }

    /** Registers a file for removal if it is below the temporary folder. */
    static void deleteOnExitIfTemporary(Path file) {
        Path folder = temporaryIfAny();
        if (folder != null && file.startsWith(folder)) {
            File mortal = file.toFile();
            mortal.deleteOnExit();
        }
    }

    /** Makes the folder if need be and returns its real path, or throws with the reason why it cannot be trusted or used. */
    Path open() throws IOException {
        Files.createDirectories(path, PRIVATE);
        Path real = path.toRealPath();
        if (!UNIX) {
            return real; // Windows: a user's profile is private by its inherited access list
        }
        int owner = owner(real);
        if (owner != user(real) && owner != 0) {
            throw new IOException("belongs to user " + Files.getOwner(real) + ", not to this one");
        }
        if ((mode(real) & WRITABLE_BY_OTHERS) != 0) {
            if (!ours || owner != user(real)) {
                throw new IOException("other users may write in it (mode " + Integer.toOctalString(mode(real) & 07777) + ")");
            }
            LOG.log(System.Logger.Level.WARNING, "Others could write in the cache folder {0}: set its mode to 700.", real);
            Files.setPosixFilePermissions(real, OWNER_ONLY);
        }
        return real;
    }

    /** Whether nobody but this user and root can change the file. Somebody who owns it could do so after we have looked. */
    static boolean isSafe(Path file) throws IOException {
        if (!UNIX) {
            return true;
        }
        int owner = owner(file);
        return (owner == user(file.getParent()) || owner == 0) && (mode(file) & WRITABLE_BY_OTHERS) == 0;
    }

    /** What an {@code IOException} means; several of the JDK's have only the path for a message. */
    static String why(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case FileAlreadyExistsException there -> there.getFile() + " is not a folder";
            case NoSuchFileException gone -> "cannot be made: " + gone.getFile() + " does not exist";
            case FileSystemException f when f.getReason() != null -> f.getReason() + ": " + f.getFile();
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    private static void add(List<CacheFolder> folders, String base, String below, String from, boolean ours) {
        if (base == null || base.isBlank()) {
            return;
        }
        try {
            // The XDG rules say to ignore a relative path; a home of "?" is what the JDK says where there is none.
            if (!ours || Path.of(base).isAbsolute()) {
                folders.add(new CacheFolder(Path.of(base).toAbsolutePath().resolve(below), from, ours));
            }
        } catch (InvalidPathException e) { // a home of "jürgen" under LC_ALL=C, as in many containers: this JVM has no name for it
            LOG.log(ours ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    "Passed over a folder for native libraries: {0} ({1}): {2}", base, from, e.getReason());
        }
    }

    private static synchronized Path temporaryIfAny() {
        return temporary;
    }

    /** This process's user: the owner of its /proc entry, else (macOS) of a file that it makes. */
    private static int user(Path folder) throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.exists(self)) {
            return (int) Files.getAttribute(self, "unix:uid");
        }
        Path probe = Files.createTempFile(folder, ".", ".tmp");
        try {
            return owner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static int owner(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static int mode(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    }
}
