import dev.kernelbridge.bind.Platform;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.tools.Builder;
import org.bytedeco.javacpp.tools.Logger;

/**
 * The second step of the build: JavaCPP's Builder generates the C++ half of KernelbridgeC, and the C++ compiler links it with the
 * static libkernelbridge into one library. Without a compiler or that archive the build goes on; the jar then carries the reason.
 * Run as a source file: {@code java JavaToLibrary.java <include folder> <CMake's lib folder> <folder for C++> <classes>}.
 *
 * <p>Only what begins with Java_ stays visible, and the linker drops what that does not reach: JavaCPP's JNI_OnLoad, which would
 * look up JavaCPP's classes, and the C++ runtime. What is left needs the C library and nothing else.
 */
public class JavaToLibrary {

    private static final boolean MAC = Platform.os().equals("macos");
    private static final Logger WARNINGS = new Logger() {
        @Override
        public void info(String progress) {
            // a build says what goes wrong
        }
    };

    public static void main(String[] args) throws Exception {
        Path lib = Path.of(args[1]);
        Path work = Files.createDirectories(Path.of(args[2]));
        String fileName = System.mapLibraryName("kernelbridge_jni");
        Path library = Files.createDirectories(Path.of(args[3], "native", Platform.name())).resolve(fileName);
        Path missing = library.resolveSibling(fileName + ".missing");
        Path archive = lib.resolve("libkernelbridge.a");
        Files.deleteIfExists(library);
        Files.deleteIfExists(missing);
        Path known = lib.resolve(fileName + ".missing"); // native/build has already told the user
        String compiler = compiler(work);
        if (Files.exists(known)) {
            Files.copy(known, missing);
        } else if (!Files.exists(archive)) {
            leaveOut(missing, "native/build has made no libkernelbridge.a");
        } else if (compiler == null) {
            leaveOut(missing, "no C++ compiler (" + String.join(", ", compilers()) + ") runs");
        } else {
            link(compiler, generate(work), Path.of(args[0]), archive, work, library);
        }
    }

    private static List<String> compilers() {
        String chosen = System.getenv("CXX");
        return chosen == null ? List.of("c++", "g++", "clang++") : List.of(chosen);
    }

    private static String compiler(Path work) throws InterruptedException {
        for (String candidate : compilers()) {
            if (run(work, List.of(candidate, "--version")) == 0) {
                return candidate;
            }
        }
        return null;
    }

    private static void leaveOut(Path missing, String reason) throws IOException {
        Files.writeString(missing, "left out of this build: " + reason + System.lineSeparator());
        System.out.println("jni: left out " + missing.getFileName().toString().replace(".missing", "") + ": " + reason);
    }

    private static Path generate(Path work) throws Exception {
        new Builder(WARNINGS).classesOrPackages("dev.kernelbridge.jni.KernelbridgeC").outputDirectory(work.toFile())
                .outputName("kernelbridge_jni").compile(false).build();
        return work.resolve("kernelbridge_jni.cpp");
    }

    private static void link(String compiler, Path source, Path include, Path archive, Path work, Path library) throws Exception {
        Path jdk = Path.of(System.getProperty("java.home"), "include");
        // MODIFIED_UTF8_STRING: strings by JNI's own call, not through classes that JNI_OnLoad would look up.
        List<String> command = new ArrayList<>(List.of(compiler, "-O2", "-fPIC", "-fno-exceptions", "-fno-rtti",
                "-ffunction-sections", "-fdata-sections", "-w", "-DMODIFIED_UTF8_STRING", "-I" + include, "-I" + jdk,
                "-I" + jdk.resolve(MAC ? "darwin" : "linux"), source.toString(), archive.toString(), "-lm", "-o",
                library.toString()));
        if (MAC) {
            command.addAll(List.of("-dynamiclib", "-Wl,-undefined,dynamic_lookup", "-Wl,-dead_strip",
                    "-Wl,-exported_symbol,_Java_*"));
        } else {
            Path visible = Files.writeString(work.resolve("visible"), "{ global: Java_*; local: *; };\n");
            command.addAll(List.of("-shared", "-static-libgcc", "-s", "-Wl,-z,noexecstack", "-Wl,-z,defs", "-Wl,--gc-sections",
                    "-Wl,--as-needed", "-Wl,--version-script=" + visible));
        }
        if (run(work, command) != 0) {
            System.err.println(Files.readString(work.resolve("log")));
            System.err.println("[ERROR] Failed: " + String.join(" ", command));
            System.exit(1);
        }
    }

    private static int run(Path work, List<String> command) throws InterruptedException {
        File log = work.resolve("log").toFile();
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start().waitFor();
        } catch (IOException cannotRun) {
            return -1;
        }
    }
}
