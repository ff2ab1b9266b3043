package dev.kernelbridge.bind;

import static dev.kernelbridge.bind.Fixtures.ANSWER;
import static dev.kernelbridge.bind.Fixtures.anchor;
import static dev.kernelbridge.bind.Fixtures.call;
import static dev.kernelbridge.bind.Fixtures.compile;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The copy on disk: that a changed one is never loaded, that a folder is trusted only if it may be, and what happens if none
 * may.
 */
@EnabledOnOs(OS.LINUX)
class LibraryCacheTest {

    @TempDir
    Path folder;
    private Path cache;
    private Path jar;
    private byte[] content;

    @BeforeEach
    void build() throws Exception {
        Path built = Files.createDirectory(folder.resolve("built"));
        Path library = compile(built, "answer", ANSWER);
        content = Files.readAllBytes(library);
        jar = Fixtures.jar(Files.createDirectory(folder.resolve("jar")), library);
        cache = folder.resolve("cache");
        System.setProperty(CacheFolder.PROPERTY, cache.toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty(CacheFolder.PROPERTY);
    }

    private Path stage() throws Exception {
        return NativeLibrary.stage(anchor(jar), "native/" + Platform.name() + "/libanswer.so", "libanswer.so");
    }

    @Test
    void theFolderAndTheFileArePrivateAndNothingElseIsLeft() throws Exception {
        Path file = stage();
        assertEquals("rwx------", mode(cache));
        assertEquals("rwx------", mode(file.getParent()));
        assertEquals("r-x------", mode(file));
        assertEquals(List.of(file), list(file.getParent()));
        Object before = Files.getAttribute(file, "unix:ino");
        assertEquals(file, stage());
        assertEquals(before, Files.getAttribute(file, "unix:ino"));
    }

    @Test
    void aChangedCopyIsReplacedAndNeverLoaded() throws Throwable {
        Path file = stage();
        Path evil = compile(folder, "evil", "int answer(void) { return 666; }");
        List<Tampering> ways = List.of(
                f -> Files.write(f, Files.readAllBytes(evil)),
                f -> Files.write(f, new byte[content.length]),
                f -> Files.write(f, new byte[0]),
                f -> {
                    Files.delete(f);
                    Files.createSymbolicLink(f, evil);
                },
                f -> Files.setPosixFilePermissions(f, PosixFilePermissions.fromString("rwxrwxrwx")));
        for (Tampering way : ways) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            way.on(file);
            assertEquals(file, stage());
            assertArrayEquals(content, Files.readAllBytes(file));
            assertEquals("r-x------", mode(file));
            assertFalse(Files.isSymbolicLink(file));
        }
        assertEquals(42, call(NativeLibrary.open(anchor(jar), "answer"), "answer"));
    }

    @Test
    void aFolderThatOthersMayWriteInIsRefusedIfItIsTheUsersAndRepairedIfItIsOurs() throws Exception {
        Files.createDirectory(cache);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path home = Files.createDirectories(folder.resolve("home"));
        Path ours = Files.createDirectories(home.resolve(".cache/kernelbridge"));
        Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rwxrwxrwx"));
        Fixtures.Result result = Fixtures.java(List.of("--enable-native-access=ALL-UNNAMED", "-Duser.home=" + home,
                "-Dkernelbridge.cache.dir=" + cache), "open", jar.toString(), "answer");
        assertTrue(result.output().contains("loaded " + ours), result.output());
        assertTrue(result.output().contains("other users may write in it (mode 777)"), result.output());
        assertEquals("rwx------", mode(ours));
        assertEquals("rwxrwxrwx", mode(cache));
        assertEquals(List.of(), list(cache));
    }

    @Test
    void anotherUsersFolderIsRefused() throws Exception {
        Files.createDirectory(cache);
        try {
            Files.setAttribute(cache, "unix:uid", 12345);
        } catch (java.io.IOException notRoot) {
            Fixtures.missing("the right to give a folder to another user");
        }
        Fixtures.Result result = Fixtures.java(List.of("--enable-native-access=ALL-UNNAMED", "-Duser.home=/proc",
                "-Djava.io.tmpdir=/proc", "-Dkernelbridge.cache.dir=" + cache), "open", jar.toString(), "answer");
        assertTrue(result.output().contains(cache + " (-Dkernelbridge.cache.dir): belongs to user 12345, not to this one"),
                result.output());
    }

    @Test
    void aFolderThatTheJvmCannotNameIsPassedOver() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "XDG_CACHE_HOME=\"$1/$(printf 'j\\303\\274rgen')\" LC_ALL=C; "
                + "export XDG_CACHE_HOME LC_ALL; shift; exec \"$@\"", "sh", folder.toString()));
        command.addAll(Fixtures.javaCommand(List.of("--enable-native-access=ALL-UNNAMED", "-Duser.home=" + folder), "open",
                jar.toString(), "answer"));
        Fixtures.Result result = Fixtures.run(command);
        assertTrue(result.output().contains("loaded " + folder.resolve(".cache/kernelbridge")), result.output());
    }

    @Test
    void everyFolderThatWasTriedIsReportedWithItsReason() throws Exception {
        Files.writeString(cache, "a file where the folder should be");
        Fixtures.Result result = Fixtures.java(List.of("--enable-native-access=ALL-UNNAMED", "-Duser.home=/proc",
                "-Djava.io.tmpdir=/proc", "-Dkernelbridge.cache.dir=" + cache), "open", jar.toString(), "answer");
        List<String> failed = result.output().lines().filter(line -> line.startsWith("failed ")).toList();
        assertEquals(2, failed.size(), result.output());
        assertEquals(failed.get(0), failed.get(1));
        assertTrue(failed.get(0).startsWith("failed no folder can hold libanswer.so: " + cache
                + " (-Dkernelbridge.cache.dir): " + cache + " is not a folder; "), result.output());
        assertTrue(failed.get(0).contains("/proc/.cache/kernelbridge (the home folder): "), result.output());
        assertTrue(failed.get(0).contains("; /proc (a temporary folder): "), result.output());
        assertTrue(failed.get(0).endsWith("-Dkernelbridge.cache.dir=FOLDER or KERNELBRIDGE_CACHE=FOLDER"), result.output());
    }

    @Test
    void theLastResortIsATemporaryFolderThatIsGoneAfterwards() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Fixtures.Result result = Fixtures.java(List.of("--enable-native-access=ALL-UNNAMED", "-Duser.home=/proc",
                "-Djava.io.tmpdir=" + temporary, "-Dkernelbridge.cache.dir=/proc/nothing"), "open", jar.toString(), "answer");
        if (System.getenv("XDG_CACHE_HOME") == null && System.getenv("XDG_RUNTIME_DIR") == null) {
            assertTrue(result.output().contains("loaded " + temporary + "/kernelbridge-"), result.output());
        }
        assertEquals(List.of(), list(temporary));
    }

    @Test
    void aNoexecFolderIsPassedOver() throws Exception {
        Path noexec = Files.createDirectory(folder.resolve("noexec"));
        Path home = Files.createDirectory(folder.resolve("home"));
        String java = String.join(" ", Fixtures.javaCommand(List.of("--enable-native-access=ALL-UNNAMED", "-Duser.home=" + home,
                "-Dkernelbridge.cache.dir=" + noexec + "/cache"), "open", jar.toString(), "answer"));
        String direct = String.join(" ", Fixtures.javaCommand(List.of("--enable-native-access=ALL-UNNAMED"),
                "openPath", noexec + "/libanswer.so"));
        Fixtures.Result result = Fixtures.run(List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs -o noexec tmpfs " + noexec
                + " || exit 99; cp " + folder + "/built/libanswer.so " + noexec + "; " + java + "; " + direct));
        if (result.exit() == 99 || result.output().startsWith("unshare:")) {
            Fixtures.missing("the right to mount a file system");
        }
        assertTrue(result.output().contains("loaded " + home + "/.cache/kernelbridge/"), result.output());
        assertTrue(result.output().contains(
                noexec + "/cache (-Dkernelbridge.cache.dir): its file system is mounted noexec"), result.output());
        assertTrue(result.output().contains("failed " + noexec + "/libanswer.so is on a file system mounted noexec [loader: "
                + "failed to map segment from shared object]"), result.output());
    }

    @RepeatedTest(3)
    void processesAndThreadsStageAtOnce() throws Exception {
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            children.add(Fixtures.start(Fixtures.javaCommand(List.of("--enable-native-access=ALL-UNNAMED",
                    "-Dkernelbridge.cache.dir=" + cache), "stage", jar.toString(),
                    "native/" + Platform.name() + "/libanswer.so", "8")));
        }
        for (Process child : children) {
            List<String> lines = new String(child.getInputStream().readAllBytes()).lines().toList();
            assertEquals(0, child.waitFor(), lines.toString());
            assertEquals(16, lines.stream().filter(line -> line.startsWith("loaded " + cache)).count(), lines.toString());
        }
        List<Path> entries = list(cache);
        assertEquals(1, entries.size());
        assertEquals(List.of(entries.get(0).resolve("libanswer.so")), list(entries.get(0)));
    }

    private interface Tampering {
        void on(Path file) throws Exception;
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<Path> list(Path folder) throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
