import dev.kernelbridge.bind.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.tools.Builder;

/**
 * Builds JavaCPP's contestant with JavaCPP's own defaults, C++ compiler included, as its users do. Where there is no compiler the
 * build goes on and the jar carries the reason. Run as a source file: {@code java JavaCppToLibrary.java <C sources> <classes>}.
 */
public class JavaCppToLibrary {

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[1], "native", Platform.name()));
        String name = "kernelbridge_bench_javacpp";
        Path missing = folder.resolve(System.mapLibraryName(name) + ".missing");
        Files.deleteIfExists(missing);
        if (!runs("g++")) {
            Files.writeString(missing, "left out of this build: no C++ compiler (g++) was found; install g++ and build again\n");
            System.out.println("bench: left out JavaCPP's contestant: no C++ compiler (g++) was found");
            return;
        }
        new Builder().classesOrPackages("dev.kernelbridge.bench.bridge.JavaCppCalls").property("platform.includepath", args[0])
                .outputDirectory(folder.toFile()).outputName(name).build();
    }

    private static boolean runs(String compiler) throws InterruptedException {
        try {
            return new ProcessBuilder(compiler, "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException cannotRun) {
            return false;
        }
    }
}
