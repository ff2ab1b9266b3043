package dev.kernelbridge.bind;

import static dev.kernelbridge.bind.Fixtures.ANSWER;
import static dev.kernelbridge.bind.Fixtures.compile;
import static dev.kernelbridge.bind.Fixtures.failsTwice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that do not load, each with the reason that a person needs. Real files, the real loader. */
@EnabledOnOs(OS.LINUX)
class LoadFailureTest {

    @TempDir
    Path folder;

    @Test
    void aMissingDependencyIsNamed() throws Exception {
        Path dependency = compile(folder, "dep", "int dep(void) { return 1; }");
        Path main = compile(folder, "main", "int dep(void); int top(void) { return dep(); }", dependency.toString(),
                "-Wl,-soname,libmain.so", "-Wl,-rpath," + folder);
        Path user = compile(folder, "user", "int top(void); int use(void) { return top(); }", main.toString(),
                "-Wl,-rpath," + folder, "-Wl,-rpath-link," + folder);
        Files.delete(dependency);
        assertReason(main, main + " needs " + dependency + ", which was not found [loader: " + dependency
                + ": cannot open shared object file: No such file or directory]");
        assertReason(user, user + " needs " + dependency + " (by way of another library), which was not found [loader: "
                + dependency + ": cannot open shared object file: No such file or directory]");
    }

    @Test
    void anotherProcessorsLibraryIsNamed() throws Exception {
        boolean arm = Platform.arch().equals("aarch64");
        Path file = copy("/lib/libJOCL_2_0_6-linux-" + (arm ? "x86_64" : "arm64") + ".so");
        String reason = failsTwice(() -> NativeLibrary.openPath(file)).reason();
        assertTrue(reason.startsWith(file + (arm ? " is an x86_64 ELF library, and this is an aarch64 JVM on linux [loader: "
                : " is an aarch64 ELF library, and this is an " + Platform.arch() + " JVM on linux [loader: ")), reason);
        assertTrue(failsTwice(() -> JniLoader.load(Answer.class, file)).reason().contains("ELF library, and this is an "));
    }

    @Test
    void anotherSystemsLibraryIsNamed() throws Exception {
        Path file = copy("/lib/libJOCL_2_0_6-apple-arm64.dylib");
        String reason = failsTwice(() -> NativeLibrary.openPath(file)).reason();
        assertTrue(reason.startsWith(file + " is an aarch64 Mach-O library, and this is an "), reason);
    }

    @Test
    void theHeadersOfAllSystemsAreRead() throws Exception {
        assertEquals("PE [x86_64]", header("/lib/JOCL_2_0_6-windows-x86_64.dll"));
        assertEquals("Mach-O [x86_64]", header("/lib/libJOCL_2_0_6-apple-x86_64.dylib"));
        assertEquals("ELF [aarch64]", header("/lib/libJOCL_2_0_6-linux-arm64.so"));
        assertEquals("ELF [x86_64]", header("/lib/" + "libJOCL_2_0_6-linux-x86_64.so"));
        Path both = folder.resolve("both.dylib");
        String rest = "00".repeat(16);
        Files.write(both, HexFormat.of().parseHex("cafebabe00000002" + "01000007" + rest + "0100000c" + rest));
        assertEquals(List.of("x86_64", "aarch64"), LibraryHeader.read(both).arches());
        assertEquals(List.of("libstdc++.so.6", "libgcc_s.so.1", "libc.so.6"),
                LibraryHeader.read(copy("/lib/libJOCL_2_0_6-linux-x86_64.so")).needs());
    }

    private Path copy(String resource) throws Exception {
        Path file = folder.resolve(Path.of(resource).getFileName().toString());
        try (InputStream in = getClass().getResourceAsStream(resource)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private String header(String resource) throws Exception {
        LibraryHeader header = LibraryHeader.read(copy(resource));
        return header.format() + " " + header.arches();
    }

    @Test
    void aFileCutShortIsRefusedBeforeItCanKillTheJvm() throws Exception {
        Path library = compile(folder, "answer", ANSWER);
        byte[] whole = Files.readAllBytes(library);
        int least = (int) LibraryHeader.read(library).leastSize(); // what follows is for the linker only
        for (int length : new int[] {100, 200, 4096, 8192, least - 1}) {
            Path file = Files.write(folder.resolve("libcut" + length + ".so"), Arrays.copyOf(whole, length));
            String reason = failsTwice(() -> NativeLibrary.openPath(file)).reason();
            assertTrue(reason.startsWith(file + " is truncated: it has " + length + " bytes and needs at least "), reason);
            assertEquals(reason, failsTwice(() -> JniLoader.load(Answer.class, file)).reason());
        }
    }

    @Test
    void aSizeThatNoFileHasIsReadAsDamage() throws Exception {
        byte[] library = Files.readAllBytes(compile(folder, "answer", ANSWER));
        ByteBuffer header = ByteBuffer.wrap(library).order(ByteOrder.nativeOrder());
        int entry = (int) header.getLong(32);
        while (header.getInt(entry) != 2) { // PT_DYNAMIC
            entry += 56;
        }
        header.putLong(entry + 32, 0x8000_0000_8000_0000L);
        assertEquals("", LibraryHeader.read(Files.write(folder.resolve("libdamaged.so"), library)).format());
    }

    @Test
    void whatIsNoLibraryIsNamed() throws Exception {
        Path text = Files.writeString(folder.resolve("libtext.so"), "This text has room for a header.\n".repeat(9));
        assertReason(text, text + " is not a library: it has no ELF, Mach-O or PE header [loader: invalid ELF header]");
        Path empty = Files.createFile(folder.resolve("libempty.so"));
        assertReason(empty, empty + " is not a library: it has no ELF, Mach-O or PE header [loader: file too short]");
        Path gone = folder.resolve("libgone.so");
        assertEquals(gone + " does not exist", failsTwice(() -> NativeLibrary.openPath(gone)).reason());
        assertEquals(folder + " is a folder, not a library", failsTwice(() -> NativeLibrary.openPath(folder)).reason());
    }

    @Test
    void anOlderGlibcIsNamedWithBothVersions() throws Exception {
        Assumptions.assumeFalse(Platform.isMusl());
        Path script = Files.writeString(folder.resolve("versions"), "GLIBC_2.99 { global: future; };");
        Path libc = compile(folder, "fakec", "int future(void) { return 1; }", "-nostdlib", "-Wl,-soname,libc.so.6",
                "-Wl,--version-script=" + script);
        Path file = compile(folder, "future", "int future(void); int f(void) { return future(); }", "-nostdlib", libc.toString());
        NativeLibraryException e = failsTwice(() -> NativeLibrary.openPath(file));
        assertTrue(e.reason().startsWith(file + " needs glibc 2.99, and this system has glibc 2."), e.reason());
        assertTrue(e.reason().contains("version `GLIBC_2.99' not found"), e.reason());
        assertEquals("use a newer system, or build the library on this one", e.fix());
    }

    @Test
    void aLibraryForMuslIsNamed() throws Exception {
        Assumptions.assumeFalse(Platform.isMusl());
        Path libc = compile(folder, "muslc", "int puts2(void) { return 1; }", "-nostdlib", "-Wl,-soname,libc.musl-x86_64.so.1");
        Path file = compile(folder, "alpine", "int puts2(void); int f(void) { return puts2(); }", "-nostdlib", libc.toString());
        assertTrue(failsTwice(() -> NativeLibrary.openPath(file)).reason()
                .startsWith(file + " was built for musl (Alpine Linux), and this JVM runs on glibc [loader: "));
    }

    @Test
    void anUndefinedSymbolIsNamed() throws Exception {
        Path file = compile(folder, "undefined", "int absent(void); int f(void) { return absent(); }", "-Wl,-z,now");
        assertReason(file, file + " uses absent, which no library that it needs has [loader: undefined symbol: absent]");
    }

    @Test
    void aKnownLibraryOfTheSystemHasItsOwnFix() throws Exception {
        Path cuda = compile(folder, "cudastub", "int cuInit(int flags) { return flags; }", "-Wl,-soname,libcuda.so.1");
        Path file = compile(folder, "user", "int cuInit(int); int f(void) { return cuInit(0); }", cuda.toString());
        Assumptions.assumeFalse(hasDriver());
        NativeLibraryException e = failsTwice(() -> NativeLibrary.openPath(file));
        String reason = file + " needs libcuda.so.1, which was not found: no NVIDIA driver [loader: ";
        assertTrue(e.reason().startsWith(reason), e.reason());
        assertTrue(e.fix().startsWith("install the NVIDIA driver"), e.fix());
        assertTrue(failsTwice(() -> NativeLibrary.openSystem("libcuda.so.1")).reason()
                .startsWith("libcuda.so.1 not found (no NVIDIA driver) [loader: "));
    }

    @Test
    void deniedNativeAccessNamesTheFlag() throws Exception {
        Path file = compile(folder, "answer", ANSWER);
        Path jar = Fixtures.jar(Files.createDirectory(folder.resolve("jar")), file);
        List<String> deny = List.of("--illegal-native-access=deny", "-Dkernelbridge.cache.dir=" + folder.resolve("cache"));
        String message = "failed this JVM denies native access (--illegal-native-access=deny) [JVM: Illegal native access from";
        String fix = "start Java with --enable-native-access=ALL-UNNAMED";
        String[][] ways = {{"openPath", file.toString()}, {"load", jar.toString(), "answer"}, {"jcuda"}, {"jocl"}};
        for (String[] what : ways) {
            Fixtures.Result result = Fixtures.java(deny, what);
            List<String> lines = result.output().lines().toList();
            assertEquals(3, lines.size(), result.output());
            assertTrue(lines.get(0).startsWith(message) && lines.get(0).endsWith(fix), lines.get(0));
            assertEquals(lines.get(0).replaceAll("@\\w+", ""), lines.get(1).replaceAll("@\\w+", ""));
        }
    }

    @Test
    void muslIsSeenInTheListOfMappedFiles() throws Exception {
        Path alpine = Files.writeString(folder.resolve("maps"), "7f00-7f01 r-xp 0 08:01 42   /lib/ld-musl-x86_64.so.1\n");
        assertTrue(Platform.runsOnMusl(alpine));
        assertEquals(false, Platform.runsOnMusl(folder.resolve("none")));
        assertEquals("x86_64 aarch64 riscv64 macos windows",
                String.join(" ", Platform.arch("amd64"), Platform.arch("arm64"), Platform.arch("riscv64"),
                        Platform.os("Mac OS X"), Platform.os("Windows 11")));
    }

    private static boolean hasDriver() {
        try {
            NativeLibrary.openSystem("libcuda.so.1");
            return true;
        } catch (NativeLibraryException e) {
            return false;
        }
    }

    private static void assertReason(Path file, String reason) {
        assertEquals(reason, failsTwice(() -> NativeLibrary.openPath(file)).reason());
        assertEquals(reason, failsTwice(() -> JniLoader.load(Answer.class, file)).reason());
    }
}
