package dev.kernelbridge.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.bind.NativeLibrary;
import dev.kernelbridge.bind.NativeLibraryException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rung of the ladder, in a JVM of its own, asked twice: the same words both times, and nothing left in the temporary folder. */
class AvailabilityTest {
    private static final String RESOURCE = "native/" + dev.kernelbridge.bind.Platform.name() + "/libcuda.so.1";

    @TempDir
    private Path folder;

    /** What the child runs. */
    public static final class Ask {
        /** Prints the answer twice. */
        public static void main(String[] args) {
            CudaBackend backend = new CudaBackend();
            System.out.println(backend.availability() + " " + backend.devices());
            System.out.println(backend.availability() + " " + new CudaBackend().devices());
        }
    }

    /** Tells whether the machine has a driver: in a JVM that has loaded the simulator, every libcuda.so.1 is the simulator. */
    public static final class AskForDriver {
        /** Prints that twice. */
        public static void main(String[] args) {
            boolean there = true;
            try {
                NativeLibrary.openSystem("libcuda.so.1");
            } catch (NativeLibraryException e) {
                there = false;
            }
            System.out.println(there);
            System.out.println(there);
        }
    }

    @Test
    void withoutDriver() throws Exception {
        assumeTrue(run(AskForDriver.class, classPath(), Map.of()).equals("false"), "this machine has an NVIDIA driver");
        assertEquals("libcuda.so.1 not found (no NVIDIA driver); install the NVIDIA driver (in a container, start it with --gpus all), or "
                + "set KERNELBRIDGE_CUDA_SIMULATOR=1 to run the kernels on the simulator []", ask(classPath(), Map.of()));
        assertEquals(ask(classPath(), Map.of()), ask(classPath(), Map.of("KERNELBRIDGE_CUDA_SIMULATOR", "0")), "0 is no simulator");
    }

    @Test
    void simulatorByVariableOrProperty() throws Exception {
        assumeSimulatorIsBuilt();
        String works = "available [CUDA simulator, kernels on " + Runtime.getRuntime().availableProcessors() + " CPU cores]";
        assertEquals(works, ask(classPath(), Map.of("KERNELBRIDGE_CUDA_SIMULATOR", "true")));
        assertEquals(works, ask(classPath(), Map.of("KERNELBRIDGE_CUDA_SIMULATOR", "fail-launch=1"), "-Dkernelbridge.cuda.simulator=1"));
        assertEquals(works.replace("cores", "cores, memory=64M"), ask(classPath(), Map.of("KERNELBRIDGE_CUDA_SIMULATOR", "memory=64M")));
    }

    @Test
    void simulatorThatIsAskedForNonsense() throws Exception {
        assumeSimulatorIsBuilt();
        assertEquals("the CUDA simulator does not understand kernelbridge.cuda.simulator=fail-lunch=3; say 1, or some of memory=64M, "
                + "fail-launch=3, lost-after=5, wrong=2, graphs=0, joined by commas []",
                ask(classPath(), Map.of(), "-Dkernelbridge.cuda.simulator=fail-lunch=3"));
    }

    @Test
    void simulatorLeftOutOfTheBuild() throws Exception {
        assumeSimulatorIsBuilt();
        Path classes = copyOfClasses();
        Files.delete(classes.resolve(RESOURCE));
        Files.writeString(classes.resolve(RESOURCE + ".missing"), "left out of this build: no C++ compiler; install g++\n");
        String why = "the CUDA simulator is not there: left out of this build: no C++ compiler; install g++ []";
        assertTrue(ask(with(classes), Map.of("KERNELBRIDGE_CUDA_SIMULATOR", "1")).startsWith(why));
        Files.delete(classes.resolve(RESOURCE + ".missing"));
        assertTrue(ask(with(classes), Map.of("KERNELBRIDGE_CUDA_SIMULATOR", "1"))
                .startsWith("the CUDA simulator is not there: this jar has none for "));
    }

    @Test
    void jcudaNotThere() throws Exception {
        String without = without("jcuda-natives");
        assertTrue(ask(without, Map.of("KERNELBRIDGE_CUDA_SIMULATOR", "1")).startsWith("JCuda has no native library for "));
        String bare = Arrays.stream(without.split(File.pathSeparator)).filter(entry -> !entry.contains("jcuda"))
                .reduce((a, b) -> a + File.pathSeparator + b).orElseThrow();
        assertEquals("JCuda (org.jcuda:jcuda) is not on the class path; add the version that kernelbridge-cuda asks for []",
                ask(bare, Map.of("KERNELBRIDGE_CUDA_SIMULATOR", "1")));
    }

    @Test
    void driverWithoutGpu() throws Exception {
        assumeSimulatorIsBuilt();
        // The simulator as the system's driver: with 0 it says what a driver without a GPU says.
        assertTrue(ask(classPath(), asDriver("0")).startsWith("cuInit failed: CUDA_ERROR_NO_DEVICE (100), no CUDA-capable device is "
                + "detected; check that nvidia-smi lists a GPU"));
        assertTrue(ask(classPath(), Map.of("LD_LIBRARY_PATH", asDriver("0").get("LD_LIBRARY_PATH"), "KERNELBRIDGE_CUDA_SIMULATOR", "0",
                "CUDA_VISIBLE_DEVICES", "7")).contains("; CUDA_VISIBLE_DEVICES=7 hides GPUs: unset it, or name one that nvidia-smi lists"));
    }

    @Test
    void kernelsLeftOutOfTheBuild() throws Exception {
        assumeSimulatorIsBuilt();
        Path classes = copyOfClasses();
        Path image = classes.resolve("dev/kernelbridge/cuda/kernelbridge.fatbin");
        Files.deleteIfExists(image);
        Files.writeString(image.resolveSibling("kernelbridge.fatbin.missing"),
                "left out of this build: no nvcc; install NVIDIA's CUDA toolkit\n");
        assertEquals("the jar has no CUDA kernels: left out of this build: no nvcc; install NVIDIA's CUDA toolkit []",
                ask(with(classes), asDriver("")));
        // The simulator does not need them: it has them in itself.
        assertTrue(ask(with(classes), Map.of("KERNELBRIDGE_CUDA_SIMULATOR", "1")).startsWith("available "));
    }

    @Test
    void libraryOfAnotherKindUnderTheDriversName() throws Exception {
        Path text = Files.writeString(folder.resolve("libcuda.so.1"), "not a library");
        String answer = ask(classPath(), Map.of("LD_LIBRARY_PATH", text.getParent().toString()));
        assertTrue(answer.startsWith("libcuda.so.1 "), answer);
        assertFalse(answer.contains("not found"), answer);
    }

    private static void assumeSimulatorIsBuilt() {
        assumeTrue(CudaBackend.class.getResource("/" + RESOURCE) != null, "this build has no CUDA simulator");
    }

    private Map<String, String> asDriver(String spec) throws IOException {
        Path driver = folder.resolve("driver");
        Files.createDirectories(driver);
        try (InputStream in = CudaBackend.class.getResourceAsStream("/" + RESOURCE)) {
            Files.write(driver.resolve("libcuda.so.1"), in.readAllBytes());
        }
        return Map.of("LD_LIBRARY_PATH", driver.toString(), "KERNELBRIDGE_CUDA_SIMULATOR", spec);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String without(String part) {
        return Stream.of(classPath().split(File.pathSeparator)).filter(entry -> !entry.contains(part))
                .reduce((a, b) -> a + File.pathSeparator + b).orElseThrow();
    }

    private String with(Path classes) {
        return classes + File.pathSeparator + without(ours().toString());
    }

    /** A folder in Maven's build, a jar in the bundle for GPU hosts. */
    private static Path ours() {
        return Path.of(URI.create(CudaBackend.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private Path copyOfClasses() throws IOException {
        if (Files.isDirectory(ours())) {
            return copyOf(ours());
        }
        try (FileSystem jar = FileSystems.newFileSystem(ours())) {
            return copyOf(jar.getPath("/"));
        }
    }

    private Path copyOf(Path from) throws IOException {
        Path to = folder.resolve("classes");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return to;
    }

    private String ask(String classPath, Map<String, String> environment, String... options) throws IOException, InterruptedException {
        return run(Ask.class, classPath, environment, options);
    }

    /** The child's answer, which it gave twice in the same words. */
    private String run(Class<?> main, String classPath, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        Path temporary = Files.createTempDirectory(folder, "tmp");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + temporary, "-XX:-UsePerfData"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, main.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("KERNELBRIDGE_CUDA_SIMULATOR", "CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH"));
        builder.environment().putAll(environment);
        builder.redirectError(folder.resolve("stderr").toFile());
        Process child = builder.start();
        String[] lines = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n");
        assertEquals(0, child.waitFor(), () -> read(folder.resolve("stderr")));
        assertEquals(2, lines.length);
        assertEquals(lines[0], lines[1], "the second answer");
        assertEquals("", read(folder.resolve("stderr")), "nothing is printed");
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList(), "left in the temporary folder");
        }
        return lines[0];
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
