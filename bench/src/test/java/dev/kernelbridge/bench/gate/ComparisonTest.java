package dev.kernelbridge.bench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bench.gate.Change.Kind;
import dev.kernelbridge.bench.results.Machine;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.Row;
import dev.kernelbridge.bench.results.Row.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a row, and when the gate closes. */
final class ComparisonTest {
    private final Simulated machine = new Simulated(7);

    @Test
    void aSlowMachineIsNoRegressionIfPeersAreSlowToo() {
        List<Row> old = Simulated.both(machine.rows(20, "ffm", 1), machine.rows(8, "primesieve", 1));
        List<Row> now = Simulated.both(machine.rows(20, "ffm", 1.4), machine.rows(8, "primesieve", 1.4));
        Comparison drifted = Comparison.of(Simulated.results(old), Simulated.results(now), null);
        assertTrue(drifted.drift().peers() && drifted.drift().divided());
        assertEquals(1.4, drifted.drift().factor(), 0.1);
        assertFalse(drifted.regression());
        assertTrue(Comparison.of(Simulated.results(old), Simulated.results(now), false).regression(), "unless told not to");
    }

    @Test
    void aFastMachineDoesNotHideARegression() {
        List<Row> old = Simulated.both(machine.rows(20, "ffm", 1), machine.rows(8, "primesieve", 1));
        List<Row> now = Simulated.both(machine.rows(20, "ffm", 1), machine.rows(8, "primesieve", 0.6));
        assertTrue(Comparison.of(Simulated.results(old), Simulated.results(now), null).regression());
    }

    @Test
    void withoutPeersWhatSlowsEverythingIsARegression() {
        List<Row> old = Simulated.both(machine.rows(20, "ffm", 1), machine.rows(4, "primesieve", 1));
        List<Row> now = Simulated.both(machine.rows(20, "ffm", 1.4), machine.rows(4, "primesieve", 1));
        Comparison all = Comparison.of(Simulated.results(old), Simulated.results(now), null);
        assertFalse(all.drift().peers() || all.drift().divided(), "four peer rows are too few");
        assertEquals(20, all.count(Kind.SLOWER));
        assertFalse(Comparison.of(Simulated.results(old), Simulated.results(now), true).regression(), "divided out on request");
    }

    @Test
    void aPeerThatGetsSlowerAloneClosesNoGate() {
        List<Row> old = Simulated.both(machine.rows(3, "pari", 1), machine.rows(8, "primesieve", 1));
        List<Row> now = Simulated.both(machine.rows(3, "pari", 2), machine.rows(8, "primesieve", 1));
        Comparison peers = Comparison.of(Simulated.results(old), Simulated.results(now), null);
        assertEquals(3, peers.count(Kind.SLOWER));
        assertFalse(peers.regression());
    }

    @ParameterizedTest(name = "{0} to {1} is {2}, regression: {3}")
    @CsvSource({
        "MEASURED, REFUSED, REFUSED, true",
        "MISSING, REFUSED, REFUSED, true",
        "REFUSED, REFUSED, UNTIMED, false",
        "MEASURED, MISSING, LOST, true",
        "MEASURED, TOO_LONG, LOST, true",
        "MEASURED, PENDING, CHANGED, false",
        "REFUSED, MEASURED, CHANGED, false",
        "MISSING, MISSING, UNTIMED, false",
        ", MEASURED, NEW, false",
        ", REFUSED, REFUSED, true",
        "MEASURED, , GONE, false"})
    void statuses(Status before, Status after, Kind kind, boolean regression) {
        List<Row> old = before == null ? List.of() : List.of(row("ffm", before));
        List<Row> now = after == null ? List.of() : List.of(row("ffm", after));
        Comparison changed = Comparison.of(Simulated.results(old), Simulated.results(now), null);
        assertEquals(List.of(kind), changed.changes().stream().map(Change::kind).toList());
        assertEquals(regression, changed.regression());
        List<Row> peerBefore = before == null ? List.of() : List.of(row("pari", before));
        List<Row> peerAfter = after == null ? List.of() : List.of(row("pari", after));
        assertFalse(Comparison.of(Simulated.results(peerBefore), Simulated.results(peerAfter), null).regression(), "a peer's");
    }

    @Test
    void anotherLimitIsNoRegression() {
        Results full = Simulated.results(List.of(row("ffm", Status.MEASURED)));
        Results low = new Results(full.format(), "--limit 0.1", full.revision(), full.started(), 1, true, full.machine(), full.competitors(),
                List.of(row("ffm", Status.TOO_LONG)));
        assertFalse(Comparison.of(full, low, null).regression());
    }

    private Row row(String competitor, Status status) {
        Row row = machine.row("1e9", competitor, 1);
        return status == Status.MEASURED ? row : row.without(status, "reason; fix");
    }

    @Test
    void machinesDifferInWhatTimesDependOn() {
        Machine here = machine("AMD EPYC", "2.1 GHz at most", "25.0.1", "570.1");
        assertEquals(List.of(), MachineDifference.of(here, machine("AMD EPYC", "2.4 GHz at most", "25.0.1", "570.1")));
        assertEquals(List.of("processor model: AMD EPYC, now Xeon", "Java version: 25.0.1, now 26", "GPU 0 driver: 570.1, now 580.2"),
                MachineDifference.of(here, machine("Xeon", "2.1 GHz at most", "26", "580.2")));
        assertEquals(List.of("GPUs: 1, now 0"), MachineDifference.of(here,
                new Machine("m", here.cpu(), "", "", here.java(), List.of(), Map.of(), "")));
    }

    private static Machine machine(String model, String frequency, String java, String driver) {
        return new Machine("m", Map.of("model", model, "frequency", frequency), "8 GiB", "Linux", Map.of("version", java),
                List.of(Map.of("name", "H200", "driver", driver, "clocks.sm", frequency)), Map.of(), "abc");
    }
}
