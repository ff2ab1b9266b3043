package dev.kernelbridge.bind;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place on disk for what is dear to compute and cheap to lose, as compiled kernels. Exists so that they lie beside the libraries
 * and by the same rules: a per-user folder, mode 0700, that nobody else can write in. What is read back still has to be checked.
 */
public final class UserCache {

    private static final System.Logger LOG = System.getLogger("dev.kernelbridge.bind");

    private UserCache() {
    }

    /**
     * Makes a folder in the user's cache, in the first place that may hold it. May be called from any thread, and never throws.
     *
     * @param name the folder's name
     * @return the folder; empty where the user owns none, and then there is nothing to gain from writing anything
     */
    public static Optional<Path> folder(String name) {
        for (CacheFolder folder : CacheFolder.candidates()) {
            try {
                return Optional.of(CacheFolder.inside(folder.open(), name));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "Passed over a cache folder: {0} ({1}): {2}", folder.path(), folder.from(),
                        CacheFolder.why(e));
            }
        }
        return Optional.empty();
    }
}
