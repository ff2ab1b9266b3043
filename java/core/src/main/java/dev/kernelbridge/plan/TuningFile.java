package dev.kernelbridge.plan;

import dev.kernelbridge.Device;
import dev.kernelbridge.Tuning;
import dev.kernelbridge.Tuning.Crossover;
import dev.kernelbridge.Tuning.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a {@link Tuning} is kept: {@code tuning-<key>.properties} in the user's cache folder. The key is a hash of device, processor and
 * version, which the file has in words too; a file that does not fit them, or is damaged, is passed over with one warning. Core may not
 * know java/bind, which has the rules of that folder for what is executed; of these few numbers nothing worse can come than the slower of
 * two right answers, so here the same places are looked at, and no more.
 */
public final class TuningFile {
    private static final System.Logger LOG = System.getLogger("dev.kernelbridge");
    /** To be raised when a question's sizes mean something else than before. */
    private static final int FORMAT = 1;
    private static final long LONGEST = 1 << 16;
    private static final Map<List<Device>, Optional<Tuning>> READ = new ConcurrentHashMap<>();
    private static final String VERSION = version();

    private TuningFile() {
    }

    /** What is kept of a device against a processor; read once in a process. */
    public static Optional<Tuning> of(Device device, Device processor) {
        return READ.computeIfAbsent(List.of(device, processor), TuningFile::read);
    }

    /** What is kept of a question, for so many threads. */
    public static Optional<Tuning> of(Device device, Device processor, int threads) {
        return of(device, processor).filter(tuning -> tuning.threads() == threads);
    }

    /** Writes it to another name and renames it, so that nobody reads half of it. */
    public static Path keep(Tuning tuning) throws IOException {
        String machine = machine(tuning.device(), tuning.processor());
        Properties content = new Properties();
        content.setProperty("machine", machine);
        content.setProperty("threads", String.valueOf(tuning.threads()));
        content.setProperty("when", tuning.when().toString());
        for (Crossover one : tuning.crossovers()) {
            content.setProperty(one.question().setting(), one.least() + " " + one.low() + " " + one.high());
        }
        IOException refused = new IOException("there is no cache folder; -Dkernelbridge.cache.dir names one");
        for (Path folder : folders()) {
            try {
                Path file = write(content, folder, name(machine));
                READ.remove(List.of(tuning.device(), tuning.processor()));
                return file;
            } catch (IOException e) {
                refused = new IOException("cannot be kept in " + folder + " (" + e + "); -Dkernelbridge.cache.dir names another folder", e);
            }
        }
        throw refused;
    }

    private static Path write(Properties content, Path folder, String name) throws IOException {
        Files.createDirectories(folder, FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
                : new FileAttribute<?>[0]);
        Path file = folder.resolve(name);
        Path unfinished = Files.createTempFile(folder, ".", ".tmp");
        try {
            try (Writer out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
                content.store(out, " From which sizes on the device is faster: least, slower below, faster above."
                        + " Written by ./kernels tune, deleted by ./kernels tune --reset.");
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return file;
    }

    /** Deletes the file wherever there is one; false if there was none. */
    public static boolean delete(Device device, Device processor) throws IOException {
        READ.remove(List.of(device, processor));
        boolean any = false;
        for (Path folder : folders()) {
            any |= Files.deleteIfExists(folder.resolve(name(machine(device, processor))));
        }
        return any;
    }

    private static Optional<Tuning> read(List<Device> pair) {
        String machine = machine(pair.getFirst(), pair.getLast());
        for (Path folder : folders()) {
            Path file = folder.resolve(name(machine));
            try {
                if (Files.exists(file)) {
                    return Optional.of(parse(file, machine, pair.getFirst(), pair.getLast()));
                }
            } catch (NoSuchFileException e) {
                LOG.log(System.Logger.Level.DEBUG, "{0} has just been deleted.", file);
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, file + " is not used: " + e.getMessage()
                        + "; ./kernels tune writes it anew, ./kernels tune --reset deletes it");
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Tuning parse(Path file, String machine, Device device, Device processor) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
            throw new IllegalArgumentException("it is no file of at most " + LONGEST + " bytes");
        }
        Properties content = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            content.load(in);
        }
        String kept = content.getProperty("machine", "");
        if (!kept.equals(machine)) {
            throw new IllegalArgumentException("it is of another machine: \"" + kept + "\"");
        }
        List<Crossover> crossovers = new ArrayList<>();
        for (Question question : Question.values()) {
            String text = content.getProperty(question.setting());
            if (text != null) {
                String[] numbers = text.strip().split(" +", 4);
                if (numbers.length != 3) {
                    throw new IllegalArgumentException(question.setting() + " has \"" + text + "\", and not three numbers");
                }
                crossovers.add(new Crossover(question, Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]),
                        Double.parseDouble(numbers[2])));
            }
        }
        return new Tuning(device, processor, Integer.parseInt(content.getProperty("threads", "none")),
                Instant.parse(content.getProperty("when", "none")), crossovers, Map.of());
    }

    /** All that the figures depend on, in words: another driver or another number of cores is another machine. */
    private static String machine(Device device, Device processor) {
        return "kernelbridge " + VERSION + ", format " + FORMAT + "; " + device.backend().id() + " " + device.index() + ", " + device
                + "; against " + processor.backend().id() + ", " + processor;
    }

    private static String name(String machine) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(machine.getBytes(StandardCharsets.UTF_8));
            return "tuning-" + HexFormat.of().formatHex(hash, 0, 8) + ".properties";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The places that java/bind looks at, in its order. */
    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        add(folders, System.getProperty("kernelbridge.cache.dir"), "");
        add(folders, System.getenv("KERNELBRIDGE_CACHE"), "");
        add(folders, System.getenv("XDG_CACHE_HOME"), "kernelbridge");
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            add(folders, System.getenv("LOCALAPPDATA"), "kernelbridge");
        } else {
            add(folders, System.getProperty("user.home"), os.startsWith("mac") ? "Library/Caches/kernelbridge" : ".cache/kernelbridge");
        }
        return folders;
    }

    private static void add(List<Path> folders, String base, String below) {
        try {
            if (base != null && !base.isBlank() && (below.isEmpty() || Path.of(base).isAbsolute())) {
                folders.add(Path.of(base).toAbsolutePath().resolve(below));
            }
        } catch (InvalidPathException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is no path here: {1}", base, e.getReason());
        }
    }

    private static String version() {
        try (InputStream text = TuningFile.class.getResourceAsStream("version.txt")) {
            return text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the jar of kernelbridge-core cannot be read", e);
        }
    }
}
