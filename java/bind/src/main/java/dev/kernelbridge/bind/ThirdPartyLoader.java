package dev.kernelbridge.bind;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * JOCL's and JCuda's own libraries through our door. Exists because both unpack theirs to a fixed name in {@code java.io.tmpdir},
 * which any user of the machine can write to, and load whatever is there already; and because their failure happens in a class
 * initializer, so that the second attempt ends in a NoClassDefFoundError without the reason.
 *
 * <p>Their loader ({@code LibUtils} in both) asks {@code System.loadLibrary}, which looks in {@code java.library.path} only, then
 * {@code System.load}s {@code <java.io.tmpdir>/<file name>} if that file exists. The property, read at that moment, is its only
 * hinge: the file's name, its folder and its jar are constants. So we
 * <ol>
 * <li>stage their library in our cache, under their file name, in its folder named after its SHA-256;
 * <li>open and close it by {@code dlopen}, so that a failure is ours to explain and their class stays untouched;
 * <li>initialize their class while the property names that folder, where it finds the verified file.
 * </ol>
 * Loading it for them by {@code System.load} would be simpler and does not work: JOCL's {@code JNI_OnLoad} initializes the class,
 * whose initializer then calls a native method of the library that is not registered yet.
 *
 * <p>The property is changed for milliseconds, under a lock that all copies of this class in the JVM share. The JDK's own
 * users of it (temporary files) have read it before. Other code that reads it at that moment sees a private, writable folder
 * of this user.
 */
public final class ThirdPartyLoader {

    private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

    /** An interned string is one object for the whole JVM, whichever class loaders hold a copy of this class. */
    private static final Object LOCK = "dev.kernelbridge.bind.ThirdPartyLoader".intern();

    /** A class initializer runs once and its failure is for ever, so we keep it: the second answer is as good as the first. */
    private static final ClassValue<Outcome> OUTCOME = new ClassValue<>() {
        @Override
        protected Outcome computeValue(Class<?> type) {
            return new Outcome();
        }
    };

    private static final class Outcome {
        private Path loaded;
        private NativeLibraryException failed;
    }

    private ThirdPartyLoader() {
    }

    /**
     * Initializes a class that loads its library in its class initializer, so that it loads the verified one. May be called
     * from any thread. If the class is initialized already, by somebody else, nothing can be done about what it has loaded.
     *
     * @param anchor the class, not yet initialized: {@code Class.forName(name, false, loader)}
     * @param resource the library in its jar: {@code lib/libJOCL_2_0_6-linux-x86_64.so}
     * @param fileName the file name that the class's own loader uses: {@code libJOCL_2_0_6-linux-x86_64.so}
     * @param needs libraries of the system that the class opens by itself and that must be there, as {@code libOpenCL.so.1}
     * @return the verified file
     * @throws NativeLibraryException if a library is missing or does not load (the class is then not initialized, and a later
     *         call
     *         tries again), or if the class's initializer fails for another reason (every later call throws the same)
     */
    public static Path load(Class<?> anchor, String resource, String fileName, String... needs) {
        synchronized (LOCK) {
            Outcome outcome = OUTCOME.get(anchor);
            if (outcome.failed != null) {
                throw outcome.failed;
            }
            if (outcome.loaded == null) {
                for (String soname : needs) {
                    NativeLibrary.openSystem(soname);
                }
                Path file = unclaimed(Optional.ofNullable(LibraryFinder.overridden(fileName))
                        .orElseGet(() -> NativeLibrary.stage(anchor, resource, fileName)));
                DynamicLoader.probe(file);
                try {
                    initialize(anchor, file.getParent());
                } catch (NativeLibraryException e) {
                    outcome.failed = e;
                    throw e;
                }
                outcome.loaded = file;
            }
            return outcome.loaded;
        }
    }

    /** The file, or a copy of it if another class loader has it: the JVM allows a path only one, and tells too late. */
    private static Path unclaimed(Path file) {
        Path path = file;
        for (int number = 2; number <= JniLoader.MOST_COPIES && DynamicLoader.isLoaded(path); number++) {
            path = LibraryCache.copy(file, number);
        }
        return path;
    }

    private static void initialize(Class<?> anchor, Path folder) {
        settleTemporaryFiles();
        String before = System.getProperty(TEMPORARY_FOLDER);
        System.setProperty(TEMPORARY_FOLDER, folder.toString());
        try {
            Class.forName(anchor.getName(), true, anchor.getClassLoader());
        } catch (LinkageError | ClassNotFoundException e) {
            Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
            if (String.valueOf(cause.getMessage()).contains(IllegalCallerException.class.getName())) {
                throw LoadFailure.denied(e, anchor); // their loader wraps whatever it meets into the text of a link error
            }
            String words = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
            throw new NativeLibraryException(
                    anchor.getName() + " failed to initialize [" + cause.getClass().getSimpleName() + ": " + words + "]",
                    "see the cause; only a new JVM can try again", e);
        } finally {
            System.setProperty(TEMPORARY_FOLDER, before);
        }
    }

    /** Makes the JDK read the property for its temporary files now. Both calls refuse the suffix, and make no file. */
    private static void settleTemporaryFiles() {
        String refused = "/" + ThirdPartyLoader.class.getSimpleName();
        try {
            File.createTempFile("kernelbridge", refused);
        } catch (IOException asMeant) {
            // the suffix may have no separator
        }
        try {
            Files.createTempFile("kernelbridge", refused);
        } catch (IOException | IllegalArgumentException asMeant) {
            // the suffix may have no separator
        }
    }
}
