import dev.kernelbridge.bind.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.tools.Builder;
import org.bytedeco.javacpp.tools.Logger;

/**
 * The second step of the build: JavaCPP's Builder generates the C++ half of Stats and has the C++ compiler make a library of it, in
 * the folder of the jar where java/bind looks. Without a compiler the build goes on; the jar then carries the reason. Run as a
 * source file: {@code java JavaToLibrary.java <folder of the header> <folder for C++> <classes>}.
 */
public class JavaToLibrary {

    private static final String NAME = "stats";

    public static void main(String[] args) throws Exception {
        Path work = Files.createDirectories(Path.of(args[1]));
        String fileName = System.mapLibraryName(NAME);
        Path library = Files.createDirectories(Path.of(args[2], "native", Platform.name())).resolve(fileName);
        Path missing = library.resolveSibling(fileName + ".missing");
        Files.deleteIfExists(library);
        Files.deleteIfExists(missing);
        String chosen = System.getenv("CXX");
        List<String> compilers = chosen == null ? List.of("c++", "g++", "clang++") : List.of(chosen);
        String compiler = compilers.stream().filter(JavaToLibrary::runs).findFirst().orElse(null);
        if (compiler == null) {
            String reason = "no C++ compiler (" + String.join(", ", compilers) + ") runs";
            Files.writeString(missing, "left out of this build: " + reason + System.lineSeparator());
            System.out.println("examples/cpp: left out " + fileName + ": " + reason);
            return;
        }
        Logger warnings = new Logger() {
            @Override
            public void info(String progress) {
                // a build says what goes wrong
            }
        };
        new Builder(warnings).property("platform.compiler", compiler).property("platform.includepath", args[0])
                // -w: the generated code is not ours to correct; UTF-8 whatever file.encoding says; hidden: what other libraries, or
                // other copies of this one, have under the same names stays theirs
                .compilerOptions("-std=c++17", "-w", "-DSTRING_BYTES_CHARSET=\"UTF-8\"", "-fvisibility=hidden")
                .classesOrPackages("dev.kernelbridge.example.Stats").outputDirectory(work.toFile()).outputName(NAME)
                .deleteJniFiles(false).build();
        Files.copy(work.resolve(fileName), library);
    }

    private static boolean runs(String compiler) {
        try {
            return new ProcessBuilder(compiler, "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException cannotRun) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
