package dev.kernelbridge.primes.gourdon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.KernelException;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.PiTable;
import dev.kernelbridge.spi.Wide;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tables by their definitions, whoever fills their pieces. */
final class TablesTest {
    private static final int LIMIT = 7_000_000; // four pieces
    private static final BitSet COMPOSITE = composite();

    @Test
    void piUpToAnyLimit() {
        for (int limit : new int[] {1, 2, 29, 30, 31, 1919, 1920, 1_966_079, 1_966_080, 1_966_081, LIMIT}) {
            PiTable pi = Tables.piTable(session(2, null), limit, System.nanoTime());
            int count = 0;
            for (int v = 0; v <= limit; v++) {
                count += v < 2 || COMPOSITE.get(v) ? 0 : 1;
                if (count != pi.pi(v)) {
                    assertEquals(count, pi.pi(v), "pi(" + v + ") of a table up to " + limit);
                }
            }
        }
    }

    @Test
    void anyNumberOfThreadsMakesTheSame() {
        Parameters cut = Parameters.of(Wide.of(49_000_000_000_000L), 10, 3);
        LeafTables one = Tables.of(session(1, null), cut, System.nanoTime());
        assertTrue(one.leaf().length > 3 * (48 << 9), "a few pieces");
        for (int threads : new int[] {2, 3, 7}) {
            LeafTables more = Tables.of(session(threads, null), cut, System.nanoTime());
            assertArrayEquals(one.pi().pairs(), more.pi().pairs());
            assertArrayEquals(one.primes(), more.primes());
            assertArrayEquals(one.factor(), more.factor());
            assertArrayEquals(one.leaf(), more.leaf());
        }
    }

    /** The numbers coprime to 210: least primes and signs by trial division, of large ones every 31st. */
    @Test
    void leavesByTheirDefinition() {
        for (Parameters cut : List.of(Parameters.of(Wide.of(3000)), Parameters.of(Wide.of(50_000), 1.5, 1.2),
                Parameters.of(Wide.of(1_000_000_000), 2, 3), Parameters.of(Wide.of(49_000_000_000_000L), 10, 1),
                Parameters.of(Wide.of(49_000_000_000_000L), 4, 8))) {
            LeafTables t = Tables.of(session(2, null), cut, System.nanoTime());
            int i = 0;
            for (int m = 1; m <= cut.z(); m++) {
                if (m % 2 != 0 && m % 3 != 0 && m % 5 != 0 && m % 7 != 0) {
                    if (m < 20_000 || i % 31 == 0 || i % (48 << 9) < 2) {
                        assertEquals(factor(m, cut.y()), t.factor()[i], "least prime of " + m + ", " + cut);
                        assertTrue(t.factor()[i] == 0 || t.leaf()[i] == (Definitions.mu(m) < 0 ? m - 1 : m), m + ", " + cut);
                    }
                    i++;
                }
            }
            assertEquals(i, t.factor().length);
        }
    }

    private static int factor(int m, long y) {
        int largest = 1;
        for (int rest = m; rest > 1; rest /= largest) {
            largest = Definitions.least(rest);
        }
        return m == 1 || largest > y || Definitions.mu(m) == 0 ? 0 : largest == m ? 0xFFFF : Definitions.least(m);
    }

    @Test
    void deadlinesAndInterruptsAreFelt() {
        Parameters cut = Parameters.of(Wide.of(1_000_000_000_000L));
        Session hasty = session(2, Duration.ofNanos(1));
        KernelException late = assertThrows(DeadlineExceededException.class, () -> Tables.of(hasty, cut, System.nanoTime()));
        assertTrue(late.getMessage().startsWith("tables of pi: not done within 0 ms"), late.getMessage());
        Thread.currentThread().interrupt();
        assertThrows(KernelInterruptedException.class, () -> Tables.of(session(2, null), cut, System.nanoTime()));
        assertTrue(Thread.interrupted(), "it is still to be seen");
    }

    /** Five seconds of a call that began ten seconds ago are over, whatever part of it begins now. */
    @Test
    void aCountsTablesHaveNoDeadlineOfTheirOwn() {
        Session session = session(2, Duration.ofSeconds(5));
        Gourdon plan = Gourdon.plan(session, Wide.of(1_000_000_000_000L), System.nanoTime() - 10_000_000_000L);
        KernelException late = assertThrows(DeadlineExceededException.class, () -> plan.units(session::engine));
        assertTrue(late.getMessage().startsWith("tables of pi: not done within 5.0 s"), late.getMessage());
        Gourdon.plan(session, Wide.of(1_000_000_000_000L), System.nanoTime()).units(session::engine);
    }

    private static BitSet composite() {
        BitSet composite = new BitSet(LIMIT + 1);
        for (int p = 2; p * p <= LIMIT; p++) {
            for (int m = p * p; !composite.get(p) && m <= LIMIT; m += p) {
                composite.set(m);
            }
        }
        return composite;
    }

    private static Session session(int threads, Duration deadline) {
        return new Session(Optional.of(Backend.JAVA), List.of(Candidate.any(Backend.JAVA, -1)),
                new Session.Options(threads, deadline, null, OnFailure.FAIL));
    }
}
