package dev.kernelbridge.bind;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where a library is: the path property, else the resource beside a class. Exists as a file of its own so that the order can
 * be read in one place.
 */
final class LibraryFinder {

    static final String PATH_PROPERTY = "kernelbridge.library.path";

    private LibraryFinder() {
    }

    /** The file to load for {@code name}: verified if it comes from a jar, as the user gave it if it comes from the property. */
    static Path find(Class<?> anchor, String name) {
        Objects.requireNonNull(anchor, "anchor");
        String fileName = System.mapLibraryName(name);
        String list = System.getProperty(PATH_PROPERTY, "");
        if (!list.isBlank()) {
            return onPath(list, fileName);
        }
        for (String platform : Platform.names()) {
            String resource = "native/" + platform + "/" + fileName;
            if (locate(anchor, resource) != null) {
                return LibraryCache.stage(read(anchor, resource), fileName);
            }
            URL missing = locate(anchor, resource + ".missing");
            if (missing != null) {
                String[] why = new String(content(missing), StandardCharsets.UTF_8).strip().split("; ", 2); // reason; fix
                throw new NativeLibraryException(why[0],
                        why.length > 1 ? why[1] : "install what is missing and build again, or use a jar that was built with it", null);
            }
        }
        throw notInJar(anchor, name, fileName);
    }

    /**
     * The file called {@code fileName} that the property names, or null; for libraries that are not ours, which it need not
     * hold.
     */
    static Path overridden(String fileName) {
        for (String entry : entries(System.getProperty(PATH_PROPERTY, ""))) {
            Path file = inEntry(entry, fileName);
            if (file != null) {
                return file;
            }
        }
        return null;
    }

    /** The whole resource; libraries are at most a few MB. */
    static byte[] read(Class<?> anchor, String resource) {
        URL url = locate(anchor, resource);
        if (url == null) {
            throw new NativeLibraryException("the resource " + resource + " is not beside " + anchor.getName(),
                    "check that the jar with the native libraries is on the class path", null);
        }
        return content(url);
    }

    private static Path onPath(String list, String fileName) {
        List<String> tried = new ArrayList<>();
        for (String entry : entries(list)) {
            Path file = inEntry(entry, fileName);
            if (file != null) {
                return file;
            }
            tried.add(entry + " (" + whyNot(entry, fileName) + ")");
        }
        throw new NativeLibraryException(
                fileName + " is not where -D" + PATH_PROPERTY + " says: " + String.join(", ", tried),
                "correct the property, or leave it out to use the library in the jar", null);
    }

    /** The folders that the property names. */
    static List<Path> folders() {
        List<Path> all = new ArrayList<>();
        for (String entry : entries(System.getProperty(PATH_PROPERTY, ""))) {
            try {
                all.add(Path.of(entry).toAbsolutePath());
            } catch (InvalidPathException notAPath) {
                continue; // as in inEntry
            }
        }
        return all.stream().filter(Files::isDirectory).toList();
    }

    private static List<String> entries(String list) {
        return Pattern.compile(Pattern.quote(File.pathSeparator)).splitAsStream(list).filter(s -> !s.isBlank()).toList();
    }

    private static Path inEntry(String entry, String fileName) {
        try {
            Path path = Path.of(entry).toAbsolutePath();
            Path file = Files.isDirectory(path) ? path.resolve(fileName) : path;
            return Files.isRegularFile(file) && file.endsWith(fileName) ? file : null;
        } catch (InvalidPathException notAPath) {
            return null;
        }
    }

    private static String whyNot(String entry, String fileName) {
        try {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                return "the folder has no such file";
            }
            return Files.exists(path) ? "the file is not called " + fileName : "does not exist";
        } catch (InvalidPathException e) {
            return e.getReason();
        }
    }

    /** First where the class itself is (its module), then anywhere its class loader sees (natives in a jar of their own). */
    private static URL locate(Class<?> anchor, String resource) {
        URL url = anchor.getResource("/" + resource);
        if (url != null) {
            return url;
        }
        ClassLoader loader = anchor.getClassLoader();
        return loader == null ? ClassLoader.getSystemResource(resource) : loader.getResource(resource);
    }

    private static byte[] content(URL url) {
        try {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false); // else the jar stays open behind our back when its class loader is closed
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new NativeLibraryException("could not read " + url + ": " + e, "check the jar", e);
        }
    }

    private static NativeLibraryException notInJar(Class<?> anchor, String name, String fileName) {
        List<String> has = Platform.KNOWN.stream()
                .filter(p -> locate(anchor, "native/" + p + "/" + Platform.fileName(p, name)) != null).toList();
        return new NativeLibraryException(
                "there is no " + fileName + " for " + Platform.name() + " beside " + anchor.getName()
                        + (has.isEmpty() ? ", nor for any other platform" : ", only for " + String.join(", ", has)),
                has.isEmpty()
                        ? "put the jar with the native libraries on the class path, or name their folder with -D" + PATH_PROPERTY
                                + "=FOLDER"
                        : "build " + fileName + " on this machine and name its folder with -D" + PATH_PROPERTY + "=FOLDER",
                null);
    }
}
