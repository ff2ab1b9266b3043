package dev.kernelbridge.bench.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bench.results.Competitor;
import dev.kernelbridge.bench.results.Machine;
import dev.kernelbridge.bench.results.Results;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The comparisons, against figures worked out by hand. */
final class PageDataTest {
    private static final double[] ONE = {1};

    @Test
    void comparesPairByPairAndWithinATaskOnly() {
        Sample sample = Sample.empty("m")
                .row("primes", "countPrimes", "1 thread", "1e9", 1e9, "java", new double[] {4}, new double[] {8})
                .row("primes", "countPrimes", "1 thread", "1e9", 1e9, "ffm", new double[] {2}, new double[] {2})
                .row("primes", "countPrimes", "1 thread", "1e9", 1e9, "primesieve", new double[] {1}, new double[] {1.5})
                .row("primes", "countPrimes", "all threads", "1e9", 1e9, "ffm", ONE);
        PageData data = PageData.of(List.of(sample.run()), "now");
        assertArrayEquals(new double[] {3, 2, 4}, data.rows().get(1).faster(), "4/2 and 8/2");
        assertArrayEquals(new double[] {2, 2, 2}, data.rows().get(1).time());
        assertNull(data.rows().get(3).faster(), "JAVA has no row in that task");
        assertEquals(2, data.duels().size());
        PageData.Duel best = data.duels().getFirst();
        assertEquals("ffm", best.ours());
        assertTrue(best.best());
        assertFalse(data.duels().get(1).best());
        assertArrayEquals(new double[] {0.625, 0.5, 0.75}, best.faster(), "1/2 and 1.5/2");
        assertTrue(best.verdict().startsWith("slower"), best.verdict());
    }

    @Test
    void findsTheSizeFromWhichTheGpuWins() {
        List<Crossover> crossovers = Crossover.of(0, Sample.full("m", true).run());
        Crossover heap = crossovers.stream().filter(c -> c.question().equals("dot f64") && c.variant().equals("heap"))
                .findFirst().orElseThrow();
        assertEquals(List.of("100", "10000", "1000000"), heap.steps().stream().map(Crossover.Step::size).toList());
        assertEquals(2, heap.from(), "50 µs of transfer against 50 ns, 5 µs and 500 µs");
        assertEquals("ffm", heap.steps().get(2).cpu());
        assertEquals(500e-6 / 150e-6, heap.steps().get(2).speed(), 1e-9);
        Crossover resident = crossovers.stream().filter(c -> c.variant().equals("resident")).findFirst().orElseThrow();
        assertEquals(0, resident.from());
        assertTrue(crossovers.stream().noneMatch(c -> c.kernel().equals("bridge") || c.kernel().equals("factor")), "no GPU there");
        assertEquals(List.of(), Crossover.of(0, Sample.full("m", false).run()));
    }

    @Test
    void doesNotCallAWinInBetweenACrossover() {
        Sample sample = Sample.empty("m");
        double[] gpu = {2, 0.5, 2};
        for (int i = 0; i < 3; i++) {
            sample.row("vector", "dot", "heap", "" + (i + 1), i + 1, "ffm", ONE);
            sample.row("vector", "dot", "heap", "" + (i + 1), i + 1, "cuda", new double[] {gpu[i]});
        }
        sample.row("vector", "dot", "resident", "1", 1, "cuda", new double[] {0.001});
        List<Crossover> crossovers = Crossover.of(0, sample.run());
        assertEquals(1, crossovers.size(), "resident has no CPU backend to beat, and heap's are another task");
        assertEquals(3, crossovers.getFirst().from());
    }

    @Test
    void knowsAGpuFromAProcessorAndASimulator() {
        assertTrue(onGpu("cuda", Map.of(), "CUDA on NVIDIA H200"));
        assertFalse(onGpu("cuda", Map.of("cuda", "Kernelbridge CUDA simulator"), "CUDA"));
        assertTrue(onGpu("opencl", Map.of("opencl", "NVIDIA H200"), "OPENCL"));
        assertTrue(onGpu("opencl", Map.of(), "OPENCL on Acme Thing 3000"), "named among the machine's GPUs");
        assertFalse(onGpu("opencl", Map.of("opencl", "pthread-AMD EPYC, PoCL 3.1"), "OPENCL"));
        assertFalse(onGpu("opencl", Map.of(), "OPENCL"));
        assertFalse(onGpu("ffm", Map.of(), "FFM"));
    }

    @Test
    void doesNotMakeASeriesOfWindows() {
        Sample sample = Sample.empty("m");
        for (String window : List.of("0 to 1e10", "1e9 at 1e15")) {
            sample.row("primes", "sieve", "all threads", window, 1e9, "ffm", ONE);
            sample.row("primes", "sieve", "all threads", window, 1e9, "cuda", new double[] {0.5});
        }
        assertEquals(List.of("all threads, 0 to 1e10", "all threads, 1e9 at 1e15"),
                Crossover.of(0, sample.run()).stream().map(Crossover::variant).toList());
    }

    @Test
    void saysWhatTheMachineIs() {
        Machine machine = new Machine("m", Map.of("model", "CPU", "cores", "8, 16 threads, 2 for us", "frequency", "unknown"), null, null, null,
                List.of(new TreeMap<>(Map.of("name", "NVIDIA H200", "zone.x", "1", "old", "unknown"))), Map.of("opencl", "PoCL"), null);
        Map<String, String> facts = MachineCard.of(new Run("m", Sample.empty("m").results(), machine)).facts();
        assertEquals("CPU, 8 cores, 16 threads, 2 for us", facts.get("CPU"));
        assertEquals("NVIDIA H200, zone x 1", facts.get("GPU"));
        assertEquals("PoCL", facts.get("OpenCL"));
        assertFalse(facts.containsKey("Clock"));
        assertFalse(facts.containsKey("Memory"));
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        Sample sample = Sample.empty("m")
                .row("primes", "countPrimes", "1 thread", "many", Double.POSITIVE_INFINITY, "java", new double[] {1e300})
                .row("primes", "countPrimes", "1 thread", "many", Double.POSITIVE_INFINITY, "cuda", new double[] {1e-300})
                .row("primes", "countPrimes", "1 thread", "many", Double.POSITIVE_INFINITY, "primesieve", new double[] {1e300});
        PageData data = PageData.of(List.of(sample.run()), "now");
        assertEquals(0, data.rows().getFirst().amount());
        assertNull(data.rows().get(1).faster());
        assertFalse(Page.json(data).contains("Infinity"));
    }

    private static boolean onGpu(String id, Map<String, String> devices, String title) {
        Results results = new Results(Results.FORMAT, "", "", "", 0, true, "m", List.of(new Competitor(id, title, null, false)), List.of());
        Machine machine = new Machine("m", null, null, null, null, List.of(Map.of("name", "Acme Thing 3000")), devices, null);
        return Crossover.onGpu(new Run("m", results, machine), id);
    }
}
