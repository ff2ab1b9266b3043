package dev.kernelbridge.bench.gate;

import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.Row;
import dev.kernelbridge.bench.results.Statistics;
import dev.kernelbridge.bench.results.Units;
import java.util.ArrayList;
import java.util.List;

/**
 * How much slower the whole machine was in the new run. Peers are the control group: our changes do not touch them, so what moves
 * them is the machine. Without them all rows drift together only if the machine did, or if a change of ours reached all of them,
 * which cannot be told apart; then it is said, and divided out only on request.
 *
 * @param factor  the median of new time over old
 * @param rows    of how many rows
 * @param peers   whether of peers
 * @param divided whether it is divided out of all ratios
 */
record Drift(double factor, int rows, boolean peers, boolean divided) {
    private static final int ENOUGH = 5;
    private static final double WORTH_SAYING = 1.03;

    /** The drift between two results; {@code wish} forces that it is divided out or not, null leaves it to the rule. */
    static Drift of(List<Row[]> pairs, Results old, Results now, Boolean wish) {
        List<Double> peers = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        for (Row[] pair : pairs) {
            double shift = Noise.shift(pair[0], pair[1]);
            all.add(shift);
            if (now.peer(pair[1]) && title(old, pair[0]).equals(title(now, pair[1]))) { // another version is no control
                peers.add(shift);
            }
        }
        boolean control = peers.size() >= ENOUGH;
        List<Double> from = control ? peers : all;
        double factor = from.size() < ENOUGH ? 1 : Statistics.median(from.stream().mapToDouble(x -> x).toArray());
        boolean divided = wish == null ? control && worthSaying(factor) : wish;
        return new Drift(factor, from.size(), control, divided);
    }

    private static String title(Results results, Row row) {
        return results.competitor(row.competitor()).map(c -> String.valueOf(c.title())).orElse("not said");
    }

    /** By what the new times are divided. */
    double divisor() {
        return divided ? factor : 1;
    }

    boolean worthSaying() {
        return worthSaying(factor);
    }

    private static boolean worthSaying(double factor) {
        return Math.max(factor, 1 / factor) > WORTH_SAYING;
    }

    /** A sentence for people. */
    @Override
    public String toString() {
        String what = peers ? rows + " peer rows, which no change of ours touches" : rows + " rows";
        if (rows < ENOUGH) {
            return "machine drift: unknown, " + ENOUGH + " rows in both are needed";
        }
        return "machine drift: " + Units.digits(factor) + "x, the median of " + what + "; " + (divided ? "divided out of all ratios"
                : !worthSaying() ? "not divided out" : peers ? "not divided out, as asked"
                : "not divided out, for it may be ours: --drift divides it, peers in both runs (bench --peers) would tell");
    }
}
