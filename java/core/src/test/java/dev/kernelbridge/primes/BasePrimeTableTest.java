package dev.kernelbridge.primes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.Kernels;
import java.time.Duration;
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
        String message = assertTimeoutPreemptively(Duration.ofSeconds(3),
                () -> assertThrows(DeadlineExceededException.class, () -> hasty.countPrimes(END - 100, END))).getMessage();
        assertTrue(message.startsWith("the primes to 3037000499"), message);
    }

    @Test
    void aPrefixOfAllPrimesIsThereAtOnce() {
        Kernels k = Kernels.on(Backend.JAVA);
        long[] first = assertTimeoutPreemptively(Duration.ofSeconds(3), () -> k.primes(0, END).limit(5).toArray());
        assertArrayEquals(new long[] {2, 3, 5, 7, 11}, first);
    }

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
        Thread.sleep(200);
        assertEquals(168, assertTimeoutPreemptively(Duration.ofSeconds(1), () -> Kernels.on(Backend.JAVA).countPrimes(1000)));
        maker.interrupt();
        maker.join(3000);
        assertTrue(thrown.get() != null, "the interrupt ended the call");
    }
}
