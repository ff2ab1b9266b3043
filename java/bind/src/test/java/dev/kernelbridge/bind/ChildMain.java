package dev.kernelbridge.bind;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** What a test's child JVM does: {@code <what> <argument>…}, then {@code loaded <path>} or {@code failed <message>}, twice. */
final class ChildMain {

    private static final String JOCL = "libJOCL_2_0_6-linux-x86_64.so";
    private static final String JCUDA = "libJCudaDriver-12.6.0-linux-x86_64.so";

    private ChildMain() {
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("version")) {
            version(args[1]);
            return;
        }
        for (int i = 0; i < 2; i++) {
            switch (args[0]) {
                case "openPath" -> say(() -> NativeLibrary.openPath(Path.of(args[1])).path());
                case "open" -> say(() -> NativeLibrary.open(Fixtures.anchor(Path.of(args[1])), args[2]).path());
                case "load" -> say(() -> NativeLibrary.load(Fixtures.anchor(Path.of(args[1])), args[2]));
                case "stage" -> stageAtOnce(Fixtures.anchor(Path.of(args[1])), args[2], Integer.parseInt(args[3]));
                case "jocl" -> say(() -> ThirdPartyLoader.load(lazily("org.jocl.CL"), "lib/" + JOCL, JOCL, "libOpenCL.so.1"));
                case "jcuda-after" -> say(() -> {
                    NativeLibrary.openPath(Path.of(args[1]));
                    return ThirdPartyLoader.load(lazily("jcuda.driver.JCudaDriver"), "lib/" + JCUDA, JCUDA, "libcuda.so.1");
                });
                case "jcuda" -> say(() -> ThirdPartyLoader.load(lazily("jcuda.driver.JCudaDriver"), "lib/" + JCUDA, JCUDA));
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
        System.out.println("tmpdir " + System.getProperty("java.io.tmpdir"));
    }

    private static void version(String name) {
        try {
            System.out.println(NativeLibrary.open(name).function("int version(void)").call());
        } catch (NativeLibraryException e) {
            System.out.println("failed " + e.getMessage());
        }
    }

    private static Class<?> lazily(String name) throws ClassNotFoundException {
        return Class.forName(name, false, ChildMain.class.getClassLoader());
    }

    private static void say(Callable<Path> load) throws Exception {
        try {
            System.out.println("loaded " + load.call());
        } catch (NativeLibraryException e) {
            System.out.println("failed " + e.getMessage());
        }
    }

    private static void stageAtOnce(Class<?> anchor, String resource, int threads) throws Exception {
        Thread[] all = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            all[i] = Thread.ofPlatform().start(() -> {
                try {
                    say(() -> NativeLibrary.openPath(NativeLibrary.stage(anchor, resource, "libanswer.so")).path());
                } catch (Exception e) {
                    e.printStackTrace(System.out);
                }
            });
        }
        for (Thread thread : all) {
            thread.join();
        }
    }
}
