package dev.kernelbridge.bench.gate;

import dev.kernelbridge.bench.results.Competitor;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Results as a machine with known noise would give them. */
final class Simulated {
    private final Random random;
    /** Of an iteration and of a round, standard deviations of the logarithm. */
    double iteration = 0.05;
    double round = 0.03;
    /** How often a neighbour takes the processor, for one iteration and for a whole round. */
    double bursts;
    int rounds = 3;
    int iterations = 5;

    Simulated(long seed) {
        random = new Random(seed);
    }

    /** A row of that many seconds. */
    Row row(String size, String competitor, double seconds) {
        Row row = Row.pending("primes", "countPrimes", "1 thread", size, 1, competitor);
        for (int r = 0; r < rounds; r++) {
            double base = seconds * Math.exp(round * random.nextGaussian())
                    * (random.nextDouble() < bursts ? 1.1 + random.nextDouble() / 2 : 1);
            double[] times = new double[iterations];
            for (int i = 0; i < iterations; i++) {
                times[i] = base * Math.exp(iteration * random.nextGaussian())
                        * (random.nextDouble() < bursts ? 1.2 + 0.8 * random.nextDouble() : 1);
            }
            row = row.with(times);
        }
        return row;
    }

    /** That many rows of one competitor, one second each times {@code factor}. */
    List<Row> rows(int count, String competitor, double factor) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(String.valueOf(i), competitor, factor));
        }
        return rows;
    }

    /** A complete run; primesieve and pari are peers. */
    static Results results(List<Row> rows) {
        return new Results(Results.FORMAT, "--quick", "abc1234", "2026-11-21T08:00:00Z", 1, true, "simulated",
                List.of(new Competitor("ffm", "FFM", "", false), new Competitor("java", "JAVA", "", false),
                        new Competitor("primesieve", "primesieve 11.0", "", true), new Competitor("pari", "PARI 2.15", "", true)), rows);
    }

    /** Both lists. */
    static List<Row> both(List<Row> some, List<Row> others) {
        List<Row> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
