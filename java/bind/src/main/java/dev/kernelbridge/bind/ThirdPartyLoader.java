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
 * <p>Their loader ({@code LibUtils} in both) asks {@code System.loadLibrary} first, which looks in {@code java.library.path}
 * only, then {@code System.load}s {@code <java.io.tmpdir>/<file name>} if that file exists. It reads the property at that
 * moment, and that is its only hinge: the name of the file, its place and its jar are constants. So we
 * <ol>
 * <li>stage their library in our cache, under their file name, in its folder named after its SHA-256;
 * <li>load it ourselves on behalf of their class loader, so that any failure is ours to explain and their class stays untouched;
 * <li>initialize their class while the property names that folder. What it finds there is the verified file, which is loaded
 * already, so its own load does nothing.
 * </ol>
 * The property is changed for that moment only (milliseconds), under a lock that all copies of this class in the JVM share.
 * The JDK's own users of the property (temporary files) have read it before. Any other code that reads it in that moment sees
 * a private, existing, writable folder of this user.
 *
 * <p>Both methods may be called from any thread.
 */
public final class ThirdPartyLoader {

    private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

    /** An interned string is one object for the whole JVM, whichever class loaders hold a copy of this class. */
    private static final Object LOCK = "dev.kernelbridge.bind.ThirdPartyLoader".intern();

    /**
     * A class initializer runs once, so its failure is for ever; we keep it, so that the second answer is as good as the
     * first.
     */
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
     * Loads the library of a class that loads it in its class initializer, and initializes the class.
     *
     * @param anchor the class, not yet initialized: {@code Class.forName(name, false, loader)}
     * @param resource the library in its jar: {@code lib/libJOCL_2_0_6-linux-x86_64.so}
     * @param fileName the file name that the class's own loader uses: {@code libJOCL_2_0_6-linux-x86_64.so}
     * @param needs libraries of the system that the class opens by itself and that must be there, as {@code libOpenCL.so.1}
     * @return the file that was loaded
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
                Path ours = Optional.ofNullable(LibraryFinder.overridden(fileName))
                        .orElseGet(() -> NativeLibrary.stage(anchor, resource, fileName));
                outcome.loaded = loadFrom(ours, anchor, outcome);
            }
            return outcome.loaded;
        }
    }

    private static Path loadFrom(Path file, Class<?> anchor, Outcome outcome) {
        settleTemporaryFiles();
        String before = System.getProperty(TEMPORARY_FOLDER);
        // Also during our own load: JNI_OnLoad looks classes up, which may initialize them.
        System.setProperty(TEMPORARY_FOLDER, file.getParent().toString());
        try {
            Path loaded = JniLoader.load(anchor, file);
            System.setProperty(TEMPORARY_FOLDER, loaded.getParent().toString()); // a copy, if another class loader has the file
            Class.forName(anchor.getName(), true, anchor.getClassLoader());
            return loaded;
        } catch (LinkageError | ClassNotFoundException e) {
            Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
            String words = String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
            outcome.failed = new NativeLibraryException(
                    anchor.getName() + " failed to initialize [" + cause.getClass().getSimpleName() + ": " + words + "]",
                    "See the cause; only a new JVM can try again.", e);
            throw outcome.failed;
        } finally {
            System.setProperty(TEMPORARY_FOLDER, before);
        }
    }

    /** Makes the JDK read the property for its temporary files now. Both calls refuse the suffix, and make no file. */
    private static void settleTemporaryFiles() {
        try {
            File.createTempFile("kernelbridge", "/");
        } catch (IOException refused) {
            // as meant
        }
        try {
            Files.createTempFile("kernelbridge", "/");
        } catch (IOException | IllegalArgumentException refused) {
            // as meant
        }
    }
}
