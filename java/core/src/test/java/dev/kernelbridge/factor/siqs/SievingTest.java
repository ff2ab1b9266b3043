package dev.kernelbridge.factor.siqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.plan.Session;
import java.math.BigInteger;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

/** Who gets which polynomials: what makes a second thread cost nothing is counted here, since no clock is exact enough. */
final class SievingTest {
    private static final BigInteger N = new BigInteger("795385383662602281020889106225552809703509451086312188596111");

    @Test
    void twoWorkersNeverShareACoefficientAndEachIsBegunOnce() {
        Session session = QuadraticSieveTest.session(2, null, null);
        Sieving.Result nothing = new Sieving.Result(new Harvest(new int[0], 0, new int[0]), session.engine().device(), 10_000_000);
        Sieving sieving = new Sieving(Job.of(N), null, 0, 0, new Sample(session::engine));
        Iterator<Sieving.Unit> units = sieving.units(session::engine);
        Sieving.Unit[] now = {units.next(), units.next()};
        int begun = 2;
        int[] done = new int[1000];
        for (int i = 0; i < 200; i++) {
            int worker = i * 7 % 3 % 2; // in uneven turns
            Sieving.Unit last = now[worker];
            assertNotSame(now[0].coefficient(), now[1].coefficient());
            assertEquals(done[last.coefficient().index()], last.from(), "polynomials were left out or come twice");
            done[last.coefficient().index()] = last.to();
            sieving.accept(last, nothing);
            now[worker] = units.next();
            if (last.to() < last.coefficient().polynomials()) {
                assertSame(last.coefficient(), now[worker].coefficient(), "its roots were there");
                assertEquals(last.to(), now[worker].from());
            } else {
                assertEquals(begun++, now[worker].coefficient().index());
                assertEquals(0, now[worker].from());
            }
        }
        assertTrue(begun > 4, begun + " coefficients");
    }

    @Test
    void piecesOfAUnitThatCameBackAreNotSievedTwice() {
        Session session = QuadraticSieveTest.session(2, null, null);
        Sieving.Result nothing = new Sieving.Result(new Harvest(new int[0], 0, new int[0]), session.engine().device(), 10_000_000);
        Sieving sieving = new Sieving(Job.of(N), null, 0, 0, new Sample(session::engine));
        Iterator<Sieving.Unit> units = sieving.units(session::engine);
        Sieving.Unit unit = units.next();
        int middle = unit.to() / 2;
        sieving.accept(new Sieving.Unit(unit.coefficient(), 0, middle), nothing);
        assertNotSame(unit.coefficient(), units.next().coefficient());
        sieving.accept(new Sieving.Unit(unit.coefficient(), middle, unit.to()), nothing);
        Sieving.Unit next = units.next();
        assertSame(unit.coefficient(), next.coefficient());
        assertEquals(unit.to(), next.from());
    }
}
