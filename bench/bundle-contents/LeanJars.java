import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the jars of a folder for the bundle: without the native libraries of other systems and processors, and without compression,
 * since the archive around them compresses what they have in common. Both together save a sixth of the archive.
 */
final class LeanJars {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so(\\.\\d+)*|a|dll|dylib|jnilib)");
    private static final Pattern OURS = Pattern.compile(".*(linux.*(x86[_-]64|amd64)|x86[_-]64.*linux).*");

    private LeanJars() {
    }

    public static void main(String[] folders) throws IOException {
        for (String folder : folders) {
            List<Path> jars;
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                jars = files.filter(f -> f.toString().endsWith(".jar")).toList();
            }
            for (Path jar : jars) {
                rewrite(jar);
            }
        }
    }

    private static void rewrite(Path jar) throws IOException {
        Path lean = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipFile from = new ZipFile(jar.toFile()); ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(lean))) {
            for (ZipEntry entry : (Iterable<ZipEntry>) from.stream().map(ZipEntry.class::cast)::iterator) {
                String path = entry.getName().toLowerCase(Locale.ROOT);
                if (NATIVE.matcher(path).matches() && !OURS.matcher(path).matches()) {
                    continue;
                }
                byte[] content = from.getInputStream(entry).readAllBytes();
                CRC32 checksum = new CRC32();
                checksum.update(content);
                ZipEntry stored = new ZipEntry(entry.getName());
                stored.setMethod(ZipEntry.STORED);
                stored.setSize(content.length);
                stored.setCrc(checksum.getValue());
                stored.setTimeLocal(entry.getTimeLocal());
                to.putNextEntry(stored);
                to.write(content);
            }
        }
        Files.move(lean, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
