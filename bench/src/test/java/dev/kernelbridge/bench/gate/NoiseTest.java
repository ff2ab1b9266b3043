package dev.kernelbridge.bench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bench.gate.Change.Kind;
import dev.kernelbridge.bench.results.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule on noise whose size and changes are known; seeded, so that the rates are the same each time. */
final class NoiseTest {
    private static final int ROWS = 4000;

    @ParameterizedTest(name = "{0} rounds of {1}, noise {2} and {3}, bursts {4}: under {5} false alarms")
    @CsvSource({
        "3, 5, 0.05, 0,    0,   0.01",
        "3, 5, 0.05, 0.03, 0,   0.01",
        "3, 5, 0.05, 0.03, 0.1, 0.01",
        "3, 3, 0.02, 0.02, 0.2, 0.01",
        "5, 5, 0.05, 0.05, 0.2, 0.01",
        "3, 1, 0.10, 0.10, 0,   0.01",
        "2, 5, 0.05, 0.03, 0.1, 0.02",
        "1, 5, 0.05, 0.00, 0,   0.01"})
    void falseAlarmsAreRare(int rounds, int iterations, double iteration, double round, double bursts, double allowed) {
        Simulated machine = machine(rounds, iterations, iteration, round, bursts);
        Comparison same = Comparison.of(Simulated.results(machine.rows(ROWS, "ffm", 1)), Simulated.results(machine.rows(ROWS, "ffm", 1)),
                null);
        double alarms = 1.0 * (same.count(Kind.SLOWER) + same.count(Kind.FASTER)) / ROWS;
        assertTrue(alarms < allowed, "false alarms in " + alarms + " of the rows");
    }

    @ParameterizedTest(name = "{0} rounds of {1}, noise {2} and {3}: {4} is found")
    @CsvSource({
        "3, 5, 0.05, 0,    1.3",
        "3, 5, 0.05, 0.03, 1.3",
        "5, 5, 0.05, 0.05, 1.3",
        "3, 5, 0.01, 0.01, 1.1",
        "3, 5, 0.05, 0,    0.77"})
    void aTrueChangeIsFound(int rounds, int iterations, double iteration, double round, double change) {
        Simulated machine = machine(rounds, iterations, iteration, round, 0);
        Comparison moved = Comparison.of(Simulated.results(machine.rows(ROWS, "ffm", 1)),
                Simulated.results(machine.rows(ROWS, "ffm", change)), null);
        double found = 1.0 * moved.count(change > 1 ? Kind.SLOWER : Kind.FASTER) / ROWS;
        assertTrue(found > 0.95, "found in " + found + " of the rows");
        assertEquals(0, moved.count(change > 1 ? Kind.FASTER : Kind.SLOWER));
    }

    @Test
    void rowsThatAreNoisierThanTheOthersRaiseFewFalseAlarms() {
        Simulated machine = machine(3, 5, 0.02, 0.02, 0);
        List<Row> old = machine.rows(ROWS, "ffm", 1);
        List<Row> now = machine.rows(ROWS, "ffm", 1);
        machine.iteration = 0.15;
        machine.round = 0.15;
        Comparison same = Comparison.of(Simulated.results(Simulated.both(old, machine.rows(ROWS / 4, "java", 1))),
                Simulated.results(Simulated.both(now, machine.rows(ROWS / 4, "java", 1))), null);
        long alarms = same.changes().stream().filter(c -> c.row().competitor().equals("java") && c.kind() != Kind.SAME).count();
        assertTrue(alarms < 0.03 * ROWS / 4, alarms + " false alarms in " + ROWS / 4 + " noisy rows");
    }

    @Test
    void burstsHideHalfOfTheChanges() {
        Simulated machine = machine(3, 5, 0.05, 0.03, 0.1);
        Comparison moved = Comparison.of(Simulated.results(machine.rows(ROWS, "ffm", 1)),
                Simulated.results(machine.rows(ROWS, "ffm", 1.3)), null);
        assertEquals(0.5, 1.0 * moved.count(Kind.SLOWER) / ROWS, 0.1);
    }

    @Test
    void lessThanFivePercentIsNeverSaid() {
        Row old = rounds(1, 1, 1);
        Row now = rounds(1.049, 1.049, 1.049);
        Noise noise = Noise.of(List.<Row[]>of(new Row[] {old, now}));
        assertFalse(noise.moved(old, now, 1));
        assertTrue(noise.moved(old, now, 0.99), "4.9 % slower on a machine that was 1 % faster");
    }

    @Test
    void roundsThatAgreeByAccidentAreNotQuieterThanTheMachine() {
        Simulated machine = machine(3, 3, 0.05, 0.05, 0);
        List<Row> old = machine.rows(50, "ffm", 1);
        List<Row> now = machine.rows(50, "ffm", 1);
        Row quiet = rounds(1.000, 1.001, 1.002);
        Row shifted = rounds(1.080, 1.081, 1.082);
        Comparison alone = Comparison.of(Simulated.results(List.of(quiet)), Simulated.results(List.of(shifted)), null);
        assertEquals(1, alone.count(Kind.SLOWER), "8 % beyond a noise of 0.1 %");
        Comparison among = Comparison.of(Simulated.results(Simulated.both(old, List.of(quiet))),
                Simulated.results(Simulated.both(now, List.of(shifted))), null);
        assertFalse(among.noise().moved(quiet, shifted, 1), "8 % where JVMs differ by 5 %");
    }

    @Test
    void aRoundOfOneRunWithinTheOtherIsNoMove() {
        Row old = rounds(1, 1, 1, 1, 2);
        Row now = rounds(1.9, 2, 2, 2, 2);
        assertFalse(Noise.of(List.<Row[]>of(new Row[] {old, now})).moved(old, now, 1));
    }

    /** A row of one iteration a round. */
    private static Row rounds(double... seconds) {
        Row row = Row.pending("primes", "countPrimes", "1 thread", "quiet", 1, "ffm");
        for (double one : seconds) {
            row = row.with(new double[] {one});
        }
        return row;
    }

    private static Simulated machine(int rounds, int iterations, double iteration, double round, double bursts) {
        Simulated machine = new Simulated(20261121);
        machine.rounds = rounds;
        machine.iterations = iterations;
        machine.iteration = iteration;
        machine.round = round;
        machine.bursts = bursts;
        return machine;
    }
}
