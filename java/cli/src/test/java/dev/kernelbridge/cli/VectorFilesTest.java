package dev.kernelbridge.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.FloatVec;
import dev.kernelbridge.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFilesTest {
    @TempDir
    private Path folder;
    private String a;
    private String b;
    private String f;

    @BeforeEach
    void files() throws IOException {
        a = folder.resolve("a.npy").toString();
        b = folder.resolve("b.npy").toString();
        f = folder.resolve("f.npy").toString();
        Npy.write(Path.of(a), DoubleVec.of(1, -2, 3));
        Npy.write(Path.of(b), DoubleVec.of(0.5, 4, 2));
        Npy.write(Path.of(f), FloatVec.of(1, 2, 4));
    }

    @Test
    void makesANumberOfVectors() throws Exception {
        for (Map.Entry<String, String> expected : Map.of("sum", "2.0", "asum", "6.0", "min", "-2.0", "max", "3.0", "argmin", "1", "argmax",
                "2", "nrm2", "3.7416573867739413", "mean", "0.6666666666666666").entrySet()) {
            Shell run = Shell.kernels(expected.getKey(), a, "--on", "java");
            assertEquals(expected.getValue() + "\n", run.out(), expected.getKey() + ": " + run.err());
        }
        assertEquals(19 / 3.0, Double.parseDouble(Shell.kernels("variance", a).out()), 2e-15);
        assertEquals("-1.5\n", Shell.kernels("dot", a, b).out());
        Map<String, Object> json = Shell.kernels("dot", a, b, "--json").json().getFirst();
        assertEquals("-1.5", json.get("result"));
        assertEquals("-0x1.8p0", json.get("bits"));
        assertEquals(List.of(a, b), json.get("input"));
        assertEquals("7.0\n", Shell.kernels("sum", f).out(), "floats");
    }

    @Test
    void makesAVectorOfVectors() throws Exception {
        String out = folder.resolve("out.npy").toString();
        Shell run = Shell.kernels("add", a, b, "-o", out);
        assertEquals(ExitCode.DONE, run.exit(), run.err());
        assertArrayEquals(new double[] {1.5, 2, 5}, doubles(out));
        assertEquals(ExitCode.DONE, Shell.kernels("exp", b, "-o", out).exit());
        assertEquals(Math.exp(4), doubles(out)[1], Math.ulp(Math.exp(4)));
        assertEquals(ExitCode.DONE, Shell.kernels("cumsum", a, "-o", out).exit());
        assertArrayEquals(new double[] {1, -1, 2}, doubles(out));
    }

    @Test
    void saysWhatIsWrong() {
        refused("1 files; dot takes 2", "dot", a);
        refused("no such file", "sum", folder.resolve("none.npy").toString());
        refused("two types", "dot", a, f);
        refused("is read too", "exp", a, "-o", a);
        refused("Missing required option", "exp", a);
        refused("y: length", "dot", a, folder.resolve("long.npy").toString());
    }

    private void refused(String why, String... arguments) {
        try {
            Npy.write(folder.resolve("long.npy"), DoubleVec.of(1, 2, 3, 4));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Shell run = Shell.kernels(arguments);
        assertEquals(ExitCode.BAD_INPUT, run.exit(), run.err());
        assertTrue(run.err().contains(why), run.err());
    }

    @Test
    void allBackendsGiveTheSameBits() throws Exception {
        List<Map<String, Object>> rows = Shell.kernels("compare", "dot", "--n", "1e5", "--json").json();
        assertEquals(5, rows.size());
        List<Map<String, Object>> ran = rows.stream().filter(row -> !row.containsKey("error")).toList();
        assertFalse(ran.isEmpty());
        assertEquals(1, ran.stream().map(row -> row.get("result")).collect(Collectors.toSet()).size(), ran.toString());
        assertTrue(ran.getFirst().get("result").toString().matches("-?0x1\\.[0-9a-f]+p-?\\d+"), ran.toString());
    }

    private static double[] doubles(String file) throws IOException {
        assertTrue(Files.exists(Path.of(file)));
        try (Arena arena = Arena.ofConfined()) {
            return ((DoubleVec) Npy.map(Path.of(file), arena)).toArray();
        }
    }
}
