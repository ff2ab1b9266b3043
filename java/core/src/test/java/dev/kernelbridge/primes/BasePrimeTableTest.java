package dev.kernelbridge.primes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Session;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The base primes of the largest numbers take 10 s: who makes them can be stopped, and who needs few does not wait. */
final class BasePrimeTableTest {
    private static final long END = Long.MAX_VALUE;

    @BeforeEach
    void forget() {
        BasePrimeTable.forget();
    }

    @Test
    void theDeadlineHoldsForThemToo() {
        Kernels hasty = Kernels.builder().backend(Backend.JAVA).deadline(Duration.ofMillis(100)).build();
        String message = assertThrows(DeadlineExceededException.class, () -> hasty.countPrimes(END - 100, END)).getMessage();
        assertTrue(message.startsWith("the primes to 3037000499"), message);
    }

    /** Five seconds of a call that began ten seconds ago are over. */
    @Test
    void theirTimeIsTheCalls() {
        Session session = new Session(Optional.of(Backend.JAVA), List.of(Candidate.any(Backend.JAVA, -1)),
                new Session.Options(1, Duration.ofSeconds(5), null, OnFailure.FAIL));
        long began = System.nanoTime() - 10_000_000_000L;
        String message = assertThrows(DeadlineExceededException.class,
                () -> BasePrimeTable.forNumbersUpTo(session, 10_000_000_000_000L, began)).getMessage();
        assertTrue(message.startsWith("the primes to 3162277"), message);
        SievePlan plan = new SievePlan(session, "pi", 1_000_000_000_000L, 10_000_000_000_000L, Long.MAX_VALUE, began);
        assertThrows(DeadlineExceededException.class, () -> plan.units(session::engine));
        assertEquals(3_162_277, BasePrimeTable.forNumbersUpTo(session, 10_000_000_000_000L, System.nanoTime()).limit());
    }

    @Test
    void aPrefixOfAllPrimesMakesFewOfThem() {
        assertArrayEquals(new long[] {2, 3, 5, 7, 11}, Kernels.on(Backend.JAVA).primes(0, END).limit(5).toArray());
        assertTrue(BasePrimeTable.known() < 10_000_000, "primes to " + BasePrimeTable.known());
    }

    /** The maker's own stack tells that it is at work; no clock does, since a loaded machine may take any time. */
    @Test
    void anInterruptEndsThemAndOthersDoNotWait() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread maker = new Thread(() -> {
            try {
                Kernels.on(Backend.JAVA).countPrimes(END - 100, END);
            } catch (KernelInterruptedException e) {
                thrown.set(e);
            }
        });
        maker.setDaemon(true);
        maker.start();
        while (!making(maker)) {
            assertTrue(maker.isAlive(), "it ended before it was seen at work");
            Thread.sleep(1);
        }
        Kernels other = Kernels.builder().backend(Backend.JAVA).sieve(true).build();
        assertEquals(6, other.countPrimes(1_000_000, 1_000_100)); // 1000003, 33, 37, 39, 81, 99
        assertTrue(making(maker), "the other call waited until all primes were there");
        maker.interrupt();
        maker.join();
        assertTrue(thrown.get() != null, "the interrupt ended the call");
        assertTrue(BasePrimeTable.known() < 10_000_000, "primes to " + BasePrimeTable.known() + " were made all the same");
    }

    private static boolean making(Thread maker) {
        return Arrays.stream(maker.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(BasePrimeTable.class.getName()) && frame.getMethodName().equals("sieve"));
    }
}
