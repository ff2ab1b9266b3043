package dev.kernelbridge.bind;

import static dev.kernelbridge.bind.Fixtures.ANSWER;
import static dev.kernelbridge.bind.Fixtures.anchor;
import static dev.kernelbridge.bind.Fixtures.call;
import static dev.kernelbridge.bind.Fixtures.compile;
import static dev.kernelbridge.bind.Fixtures.failsTwice;
import static dev.kernelbridge.bind.Fixtures.jar;
import static dev.kernelbridge.bind.Fixtures.resource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where libraries are found, and that what is found works, for FFM and for JNI. */
@EnabledOnOs(OS.LINUX)
class NativeLibraryTest {

    @TempDir
    Path folder;
    private Path jar;
    private Path cache;
    private Path library;

    @BeforeEach
    void build() throws Exception {
        Path built = Files.createDirectory(folder.resolve("built"));
        library = compile(built, "answer", ANSWER);
        jar = jar(Files.createDirectory(folder.resolve("jar")), library);
        cache = folder.resolve("cache");
        System.setProperty(CacheFolder.PROPERTY, cache.toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty(CacheFolder.PROPERTY);
        System.clearProperty(LibraryFinder.PATH_PROPERTY);
    }

    @Test
    void opensTheLibraryInTheJarFromTheCache() throws Throwable {
        NativeLibrary opened = NativeLibrary.open(anchor(jar), "answer");
        assertEquals(42, call(opened, "answer"));
        assertTrue(opened.path().startsWith(cache.toRealPath()));
        assertEquals("libanswer.so", opened.path().getFileName().toString());
        assertEquals(64, opened.path().getParent().getFileName().toString().length());
        assertTrue(opened.symbols().find("no_such_function").isEmpty());
    }

    @Test
    void twoClassLoadersOpenOneFile() throws Throwable {
        NativeLibrary first = NativeLibrary.open(anchor(jar), "answer");
        NativeLibrary second = NativeLibrary.open(anchor(jar), "answer");
        assertEquals(first.path(), second.path());
        assertEquals(42, call(second, "answer"));
    }

    @Test
    void twoClassLoadersLoadForJniTheSecondFromACopy() throws Exception {
        Class<?> first = anchor(jar);
        Class<?> second = anchor(jar);
        Path firstPath = NativeLibrary.load(first, "answer");
        Path secondPath = NativeLibrary.load(second, "answer");
        assertNotEquals(firstPath, secondPath);
        assertEquals(firstPath, NativeLibrary.load(first, "answer"));
        assertEquals(secondPath, NativeLibrary.load(second, "answer"));
        assertEquals(42, first.getMethod("answer").invoke(null));
        assertEquals(42, second.getMethod("answer").invoke(null));
    }

    @Test
    void thePathPropertyComesFirstAsAFolderOrAFile() throws Throwable {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path mine = compile(other, "answer", "int answer(void) { return 43; }");
        for (String value : new String[] {other.toString(), mine.toString(), "/nowhere" + File.pathSeparator + other}) {
            System.setProperty(LibraryFinder.PATH_PROPERTY, value);
            NativeLibrary opened = NativeLibrary.open(anchor(jar), "answer");
            assertEquals(mine, opened.path());
            assertEquals(43, call(opened, "answer"));
        }
    }

    @Test
    void aPathThatDoesNotHoldTheLibraryIsAnErrorAndNotAReasonToLookElsewhere() throws Exception {
        Path source = folder.resolve("built/answer.c");
        System.setProperty(LibraryFinder.PATH_PROPERTY,
                String.join(File.pathSeparator, "/nowhere", folder.toString(), source.toString()));
        Class<?> anchor = anchor(jar);
        NativeLibraryException e = failsTwice(() -> NativeLibrary.open(anchor, "answer"));
        assertEquals("libanswer.so is not where -Dkernelbridge.library.path says: /nowhere (does not exist), "
                + folder + " (the folder has no such file), " + source + " (the file is not called libanswer.so)", e.reason());
        assertTrue(e.fix().startsWith("correct the property"), e.fix());
    }

    @Test
    void theBuildsReasonIsGivenAsItStands() throws Exception {
        resource(jar, "native/" + Platform.name() + "/" + System.mapLibraryName("unbuilt") + ".missing",
                "no C compiler when this was built\n".getBytes());
        Class<?> anchor = anchor(jar);
        assertEquals("no C compiler when this was built", failsTwice(() -> NativeLibrary.load(anchor, "unbuilt")).reason());
    }

    @Test
    void anUnsupportedPlatformIsToldWhichThereAre() throws Exception {
        resource(jar, "native/windows-aarch64/elsewhere.dll", new byte[0]);
        resource(jar, "native/macos-aarch64/libelsewhere.dylib", new byte[0]);
        Class<?> anchor = anchor(jar);
        NativeLibraryException e = failsTwice(() -> NativeLibrary.open(anchor, "elsewhere"));
        assertEquals("there is no libelsewhere.so for " + Platform.name()
                + " beside dev.kernelbridge.bind.Answer, only for macos-aarch64, windows-aarch64", e.reason());
        assertTrue(failsTwice(() -> NativeLibrary.open(anchor, "nowhere")).reason().endsWith("nor for any other platform"));
    }

    @Test
    void aLibraryOfTheSystemHasItsFile() throws Throwable {
        NativeLibrary m = NativeLibrary.openSystem("libm.so.6");
        assertTrue(m.symbols().find("cbrt").isPresent());
        assertTrue(Files.isRegularFile(m.path()), m.toString());
    }

    @Test
    void aLibraryThatTheSystemLacksIsNamed() {
        assertEquals("libnope.so.3 not found [loader: libnope.so.3: cannot open shared object file: No such file or directory]",
                failsTwice(() -> NativeLibrary.openSystem("libnope.so.3")).reason());
    }

    @Test
    void stagingCopiesAndDoesNotLoad() throws Exception {
        resource(jar, "lib/anything", "not a library".getBytes());
        Path staged = NativeLibrary.stage(anchor(jar), "lib/anything", "name.so");
        assertEquals("not a library", Files.readString(staged));
        assertEquals("name.so", staged.getFileName().toString());
        assertTrue(failsTwice(() -> NativeLibrary.stage(Answer.class, "lib/other", "x")).reason().contains("lib/other"));
    }
}
