package dev.kernelbridge.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.kernelbridge.bench.DoubleArrays;
import dev.kernelbridge.bench.DoubleMatrices;
import dev.kernelbridge.bench.MatrixCheck;
import dev.kernelbridge.bench.Operands;
import dev.kernelbridge.bench.Refused;
import dev.kernelbridge.bench.VectorCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every vector peer computes rightly what it says it does, in a JVM of its own, or says why it is not there and what would bring it. */
final class VectorPeersTest {
    @ParameterizedTest
    @CsvSource({"openblas, dot axpy nrm2 asum copy gemv gemm, f64 f32", "openblas-skylakex, dot axpy nrm2 asum copy gemv gemm, f64 f32",
            "sleef, exp log sin cos tanh, f64 f32", "bytedeco-openblas, dot axpy nrm2, f64 f32",
            "netlib-native, dot axpy nrm2 asum gemv gemm, f64 f32", "netlib-java, dot axpy nrm2 asum gemv gemm, f64 f32",
            "vector-api, dot axpy sum nrm2 asum exp log sin cos tanh add copy, f64 f32",
            "ejml, dot axpy sum exp nrm2 asum log add gemv gemm, f64 f32", "ojalgo, dot axpy sum exp nrm2, f64 f32",
            "commons-math, dot axpy sum exp nrm2, f64",
            "plain-loops, dot axpy sum nrm2 asum exp log sin cos tanh add copy gemv gemm, f64 f32", "arraycopy, copy, f64 f32",
            "stream, copy add, f64 f32"})
    void isRight(String id, String operations, String types) throws Exception {
        Set<String> expected = new HashSet<>();
        for (String operation : operations.split(" ")) {
            for (String type : types.split(" ")) {
                expected.add(operation + " " + type);
            }
        }
        List<String> lines = probe(Map.of(), id);
        Set<String> right = lines.stream().filter(line -> line.startsWith("right: ")).map(line -> line.substring(7))
                .collect(Collectors.toSet());
        if (id.startsWith("openblas")) {
            right.removeAll(Set.of("sum f64", "sum f32")); // an extension that not every version has, and has right
        }
        assertEquals(expected, right, String.join("\n", lines));
    }

    @Test
    void allAreTested() throws Exception {
        CsvSource tested = VectorPeersTest.class.getDeclaredMethod("isRight", String.class, String.class, String.class)
                .getAnnotation(CsvSource.class);
        assertEquals(Peer.all(VectorPeer.class).stream().map(Peer::id).toList(),
                List.of(tested.value()).stream().map(row -> row.split(",")[0]).toList());
    }

    /** The library reads its environment when it is loaded: ours must be there before, and one process has one core. */
    @Test
    void aProcessHasOneCore() throws Exception {
        Map<String, String> haswell = Map.of("OPENBLAS_CORETYPE", "HASWELL");
        assertTrue(probe(haswell, "openblas").stream().anyMatch(line -> line.matches("name: OpenBLAS .*, core Haswell")));
        assertTrue(probe(haswell, "openblas-skylakex").stream().anyMatch(line -> line.matches("name: OpenBLAS .*, core SkylakeX")));
        AssertionError tooLate = assertThrows(AssertionError.class, () -> probe(haswell, "openblas-skylakex", "openblas"));
        assertTrue(tooLate.getMessage().contains("refused: openblas-skylakex: OpenBLAS runs on its core Haswell and not on SkylakeX; "),
                tooLate.getMessage());
    }

    @Test
    void withoutAvx512ThereIsNoSkylakeX(@TempDir Path folder) throws IOException {
        Path cpuinfo = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nflags\t\t: fpu avx2 avx512f avx512dq avx512bw\n");
        assertEquals("the processor has no avx512cd, avx512vl; it takes one with AVX-512", OpenBlasSkylakeX.lacks(cpuinfo).orElseThrow());
        Files.writeString(cpuinfo, "flags : avx512f avx512dq avx512cd avx512bw avx512vl\nflags : none\n");
        assertTrue(OpenBlasSkylakeX.lacks(cpuinfo).isEmpty());
    }

    /** This JVM runs without the module: it may list the peers, and refuses what would run as something else. */
    @Test
    void withoutItsModuleNobodyRunsAsTheVectorApi() {
        assertTrue(new VectorApi().missing().isEmpty(), "another JVM may have it");
        assertTrue(new VectorApi().name().startsWith("Vector API of JDK "));
        assertEquals("refused: vector-api: this JVM runs without the module jdk.incubator.vector; start it with "
                + "--add-modules=jdk.incubator.vector", assertThrows(Refused.class, () -> new VectorApi().open("f64", 1)).toString());
        assertTrue(new NetlibJava().name().endsWith(", VectorBLAS"));
        assertEquals("refused: netlib-java: it runs its Java11BLAS and not its VectorBLAS; start the JVM with "
                + "--add-modules=jdk.incubator.vector", assertThrows(Refused.class, () -> new NetlibJava().open("f64", 1)).toString());
    }

    /** Whoever lists the peers asks all of them in one JVM: no name may depend on who was asked before. */
    @Test
    void namesAreTheSameInOneJvm() throws Exception {
        Map<String, String> haswell = Map.of("OPENBLAS_CORETYPE", "HASWELL");
        for (String id : List.of("openblas-skylakex", "bytedeco-openblas", "netlib-native", "netlib-java", "vector-api")) {
            List<String> alone = probe(haswell, id, "name");
            List<String> after = probe(haswell, id, "names");
            assertEquals(name(alone), name(after), id);
        }
    }

    private static String name(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("name: ")).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ejml", "ojalgo", "commons-math", "arraycopy"})
    void whatItDoesNotDoThrows(String id) {
        VectorPeer peer = Peer.all(VectorPeer.class).stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
        for (String operation : VectorPeerProbe.OPERATIONS) {
            for (String type : List.of("f64", "f32")) {
                if (!peer.does(operation, type)) {
                    assertThrows(UnsupportedOperationException.class,
                            () -> VectorCheck.check(operation, peer.open(type, 3), 3, id, 1), operation + " " + type);
                }
            }
        }
        for (String product : VectorPeerProbe.PRODUCTS) {
            if (!peer.does(product, "f64")) {
                assertThrows(UnsupportedOperationException.class, () -> MatrixCheck.check(product, peer.matrices("f64", 3), 3, id), product);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> peer.open("f16", 3));
        assertThrows(Refused.class, () -> peer.open("f64", "off-heap", 3), "it has the heap only");
    }

    /** One wrong element, in a row that is computed and in one that only the witness sees; and A B in the wrong order. */
    @ParameterizedTest
    @ValueSource(ints = {0, 7 * 20 + 3, 400 - 1})
    void aWrongElementIsRefused(int at) {
        class Wrong extends DoubleMatrices {
            private final DoubleMatrices right = (DoubleMatrices) new PlainLoops().matrices("f64", 20);

            Wrong() {
                super(20);
            }

            @Override
            public void gemm() {
                right.gemm();
                System.arraycopy(right.c(), 0, c, 0, c.length);
                c[at] += 1 / 256.0;
            }

            @Override
            public void gemv() {
                right.gemv();
                System.arraycopy(right.y(), 0, y, 0, y.length);
                y[at % 20] = Math.nextUp(y[at % 20]);
            }
        }
        assertThrows(Refused.class, () -> MatrixCheck.check("gemm", new Wrong(), 20, "one that errs"));
        assertThrows(Refused.class, () -> MatrixCheck.check("gemv", new Wrong(), 20, "one that errs"));
    }

    @Test
    void bTimesAIsRefused() {
        DoubleMatrices turned = new DoubleMatrices(9) {
            @Override
            public void gemm() {
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        c[i * n + j] = 0;
                        for (int k = 0; k < n; k++) {
                            c[i * n + j] += b[i * n + k] * a[k * n + j];
                        }
                    }
                }
            }
        };
        assertThrows(Refused.class, () -> MatrixCheck.check("gemm", turned, 9, "B A"));
    }

    /** Values that an operation leaves alone, or a sum without absolute values. */
    @ParameterizedTest
    @ValueSource(strings = {"log", "sin", "cos", "tanh", "add", "copy", "asum"})
    void whatIsNotComputedIsRefused(String operation) {
        Operands idle = new DoubleArrays(100) {
            @Override
            public double asum() {
                double sum = 0;
                for (double value : out) {
                    sum += value;
                }
                return sum;
            }

            @Override
            public void log() {
            }

            @Override
            public void sin() {
            }

            @Override
            public void cos() {
            }

            @Override
            public void tanh() {
            }

            @Override
            public void add() {
                System.arraycopy(x, 0, out, 0, x.length);
            }

            @Override
            public void copy() {
                System.arraycopy(x, 0, out, 0, x.length - 1);
            }
        };
        assertThrows(Refused.class, () -> VectorCheck.check(operation, idle, 100, "idle", VectorCheck.bound(operation, "f64")));
    }

    /** A bound that is wider than ours still finds one lost element of ten thousand; and without one nothing is forgiven. */
    @Test
    void aLostElementIsRefused() {
        int length = 10_000;
        Operands loses = new DoubleArrays(length) {
            @Override
            public double sum() {
                double sum = 0;
                for (int i = 0; i < x.length - 2; i++) {
                    sum += x[i];
                }
                return sum;
            }
        };
        double wide = new PlainLoops().bound("sum", "f32", 1000);
        assertTrue(wide > VectorCheck.bound("sum", "f32"), "wider than ours");
        assertTrue(wide < 1e-4, "not as wide as an element");
        assertEquals(0, new PlainLoops().bound("axpy", "f32", length));
        assertEquals(2, new PlainLoops().bound("exp", "f32", length));
        assertThrows(Refused.class, () -> VectorCheck.check("sum", loses, length, "one that loses two", wide));
    }

    /** What a fresh JVM prints for that peer, after others were used in it; fails unless it ends well. Skips a peer that is not there. */
    private static List<String> probe(Map<String, String> environment, String... ids) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), VectorApi.MODULE,
                "--enable-native-access=ALL-UNNAMED", VectorPeerProbe.class.getName()));
        command.addAll(List.of(ids));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("OPENBLAS_CORETYPE");
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        assertEquals(0, process.waitFor(), String.join("\n", lines));
        lines.stream().filter(line -> line.startsWith("missing: ")).findFirst().ifPresent(VectorPeersTest::mayBeMissing);
        return lines;
    }

    /** Only a processor cannot be installed. */
    private static void mayBeMissing(String reason) {
        assertTrue(reason.contains("; "), "reason; fix: " + reason);
        boolean required = System.getProperty("kernelbridge.test.require", "").equals("all");
        assertFalse(required && !reason.contains("the processor has no "), reason);
        assumeFalse(true, reason);
    }
}
