package dev.kernelbridge.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The states of a {@link Choice} by a clock that forms set: no vector form before it is faster, and none that has become slow. */
class ChoiceTest {
    private static final int BLOCK = 8192;
    private long now;
    private long plainNanos = 200;
    private long vectorNanos = 100;
    private int slowCalls;
    private boolean possible = true;
    private boolean strict;
    private int strikes = 3;
    private int ended;
    private final List<Runnable> background = new ArrayList<>();
    private final Choice choice = new Choice(new Choice.Trial() {
        @Override
        public boolean possible() {
            return possible;
        }

        @Override
        public void plain(int n) {
            now += plainNanos;
        }

        @Override
        public void vector(int n) {
            now += slowCalls-- > 0 ? 20_000 : vectorNanos;
        }

        @Override
        public double allowed(double plain) {
            return strict ? plain : Choice.Trial.super.allowed(plain);
        }

        @Override
        public int strikes() {
            return strikes;
        }

        @Override
        public void end() {
            ended++;
        }
    }, background::add, () -> now);

    @Test
    void triesWhatIsWorthIt() {
        assertFalse(choice.vector(BLOCK));
        assertTrue(background.isEmpty(), "a first call starts nothing");
        work();
        assertEquals(1, background.size());
        assertFalse(choice.vector(BLOCK), "plain while the trial runs");
        assertEquals(1, background.size(), "one trial");
        background.removeFirst().run();
        assertTrue(choice.vector(BLOCK));
    }

    @Test
    void waitsUntilTheVectorFormIsCompiled() {
        slowCalls = 8000;
        work();
        long before = now;
        background.removeFirst().run();
        assertTrue(slowCalls < 0 && now - before > 8000 * 20_000L);
        assertTrue(choice.vector(BLOCK));
    }

    @Test
    void refusesOneThatIsNotFaster() {
        vectorNanos = 190;
        int trials = 0;
        for (int i = 0; i < 300; i++) {
            work();
            if (!background.isEmpty()) {
                trials++;
                slowCalls = 0;
                Thread.currentThread().interrupt(); // ends the trial: it would run 1000 rounds
                background.removeFirst().run();
                Thread.interrupted();
            }
            assertFalse(choice.vector(1));
        }
        assertEquals(5, trials, "not for ever");
    }

    @Test
    void refusesWhatTheMachineCannot() {
        possible = false;
        work();
        background.removeFirst().run();
        work();
        work();
        assertTrue(background.isEmpty());
        assertFalse(choice.vector(BLOCK));
    }

    @Test
    void goesBackWhenItHasBecomeSlow() {
        work();
        background.removeFirst().run();
        assertEquals(0, watched(3 * Choice.EVERY / BLOCK, 1000), "memory may be slow");
        assertTrue(choice.vector(BLOCK));
        int calls = watched(100, 1_000_000);
        assertTrue(calls <= Choice.EVERY / BLOCK + 3, "after " + calls + " slow calls");
        assertFalse(choice.vector(BLOCK));
        work();
        assertTrue(background.isEmpty(), "the second trial needs more work");
        work();
        assertEquals(1, background.size());
        background.removeFirst().run();
        assertTrue(choice.vector(BLOCK), "compiled again");
    }

    /** As log was once: 3.5 ns an element plain, 44 where C2 made objects of its vectors. */
    @Test
    void givesUpWhatIsSlowerThanMemoryExplains() {
        plainNanos = 3500;
        work();
        background.removeFirst().run();
        assertEquals(0, watched(1000, BLOCK * 8), "2 * 3.5 and 2 more for memory");
        int calls = watched(100, BLOCK * 10);
        assertTrue(calls > 0 && calls <= Choice.EVERY / BLOCK + 3, "after " + calls + " slow calls");
        assertFalse(choice.vector(BLOCK));
    }

    @Test
    void forgivesSingleSlowCalls() {
        work();
        background.removeFirst().run();
        for (int i = 0; i < 1000; i++) {
            if (choice.watched(BLOCK)) {
                choice.took(BLOCK, i % 3 == 0 ? 10_000_000 : 1000);
            }
        }
        assertTrue(choice.vector(BLOCK));
    }

    /** As matrix products ask for it: nothing slower than plain, but not for a thread that has lost its core. */
    @Test
    void waitsAsLongAsTheTrialSays() {
        strict = true;
        strikes = 16;
        work();
        background.removeFirst().run();
        assertEquals(1, ended);
        long calls = 1 << 22;
        long plain = calls * plainNanos / Choice.Trial.LENGTH;
        for (int i = 0; i < 100; i++) {
            assertTrue(choice.watched(calls));
            choice.took(calls, plain / 2);
        }
        assertTrue(choice.isVector());
        for (int i = 0; i < 15; i++) {
            choice.took(calls, 2 * plain);
        }
        choice.took(calls, plain);
        assertTrue(choice.isVector(), "15 slow calls");
        for (int i = 0; i < 15; i++) {
            choice.took(calls, 2 * plain);
        }
        assertTrue(choice.watched(calls), "the next slow one is seen");
        choice.took(calls, 2 * plain);
        assertFalse(choice.isVector(), "16 slow calls");
        work();
        work();
        background.removeFirst().run();
        assertTrue(choice.isVector());
        choice.took(calls, 2_000_000_000);
        assertTrue(choice.isVector(), "one call, however long");
        choice.took(calls, 2 * plain);
        assertFalse(choice.isVector(), "and another");
    }

    /** Products have more multiplications than an int. */
    @Test
    void countsMuchWorkAsEnough() {
        assertFalse(choice.vector(1L << 40));
        assertTrue(background.isEmpty());
        assertFalse(choice.vector(1L << 40));
        background.removeFirst().run();
        assertTrue(choice.vector(1L << 40));
        for (int i = 0; i < 1000; i++) {
            assertTrue(choice.watched(1L << 40));
        }
    }

    private void work() {
        for (int i = 0; i < Choice.WORTH / BLOCK + 1; i++) {
            choice.vector(BLOCK);
        }
    }

    /** How many calls of that time it takes until the plain form is back; 0 if it is not. */
    private int watched(int calls, long nanos) {
        for (int i = 1; i <= calls; i++) {
            if (!choice.vector(BLOCK)) {
                return i - 1;
            }
            if (choice.watched(BLOCK)) {
                choice.took(BLOCK, nanos);
            }
        }
        return choice.vector(BLOCK) ? 0 : calls;
    }
}
