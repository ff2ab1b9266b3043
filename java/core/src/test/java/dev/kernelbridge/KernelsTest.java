package dev.kernelbridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The face itself: bad input, interruption, deadline, progress, threads; on the JAVA backend. */
final class KernelsTest {
    private static final long LONG_COUNT = 100_000_000_000_000_000L;
    private final Kernels k = Kernels.on(Backend.JAVA);

    @Test
    void badInputNamesTheArgumentTheValueAndTheRange() {
        assertEquals(0, k.countPrimes(-5));
        assertEquals(0, k.countPrimes(-10, 1));
        assertRefused("from: 10 is larger than to: 9", () -> k.countPrimes(10, 9));
        assertRefused("from: 3 is larger than to: -3", () -> k.primes(3, -3));
        assertEquals(BigInteger.ZERO, k.countPrimes(BigInteger.TEN.pow(30).negate()));
        assertEquals(BigInteger.valueOf(664_579), k.countPrimes(BigInteger.valueOf(10_000_000)));
        assertRefused("n: 1000000000000000000001 is larger than 10^21", () -> k.countPrimes(BigInteger.TEN.pow(21).add(BigInteger.ONE)));
        assertRefused("n: a number of 3322 bits is larger than 10^21", () -> k.countPrimes(BigInteger.TEN.pow(1000)));
        assertRefused("n: 9223372036854775808 is more than the sieve alone counts up to, 2^63 - 1",
                () -> Kernels.builder().backend(Backend.JAVA).sieve(true).build().countPrimes(BigInteger.ONE.shiftLeft(63)));
        assertThrows(NullPointerException.class, () -> k.countPrimes(null));
        assertRefused("i: 0 is not in 1 to 216289611853439384", () -> k.nthPrime(0));
        assertRefused("i: 216289611853439385", () -> k.nthPrime(216_289_611_853_439_385L));
        assertRefused("n: 0 has no factorization", () -> k.factorize(0));
        assertRefused("n: 0 has no factorization", () -> k.factorize(BigInteger.ZERO));
        assertRefused("n[1]: 0 has no factorization", () -> k.factorizeAll(new long[] {1, 0}));
        assertRefused("threads: 0", () -> Kernels.builder().threads(0));
        assertRefused("device: -1", () -> Kernels.builder().device(-1));
        assertRefused("deadline: PT0S", () -> Kernels.builder().deadline(Duration.ZERO));
        String noDeadline = assertThrows(NullPointerException.class, () -> Kernels.builder().deadline(null)).getMessage();
        assertTrue(noDeadline.startsWith("deadline: null"), noDeadline);
        assertThrows(NullPointerException.class, () -> k.factorize(null));
        assertThrows(NullPointerException.class, () -> k.factorizeAll(null));
        assertThrows(NullPointerException.class, () -> k.isPrime(null));
        assertThrows(NullPointerException.class, () -> Kernels.on(null));
        assertEquals(0, k.factorizeAll(new long[0]).size());
        assertEquals(0, k.isPrime(new long[0]).length);
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        for (int threads : new int[] {1, 2, 3, 7}) {
            Kernels some = Kernels.builder().backend(Backend.JAVA).threads(threads).build();
            assertEquals(5_761_455, some.countPrimes(100_000_000));
            assertEquals(4_118_054_813L, some.countPrimes(100_000_000_000L));
            assertEquals(179_424_673, some.nthPrime(10_000_000));
        }
    }

    @Test
    void aMillionThreadsAreAllowedAndNotStarted() {
        Kernels greedy = Kernels.builder().backend(Backend.JAVA).threads(1_000_000).build();
        assertEquals(50_847_533, assertTimeoutPreemptively(Duration.ofSeconds(60), () -> greedy.countPrimes(3, 1_000_000_000)));
        long helpers = Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith("kernelbridge-")).count();
        int most = Math.max(64, 4 * Runtime.getRuntime().availableProcessors());
        assertTrue(helpers <= most, helpers + " helpers");
    }

    @Test
    void anInterruptEndsAStream() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                k.primes(0, Long.MAX_VALUE).sum();
            } catch (KernelInterruptedException e) {
                thrown.set(e);
            }
        });
        caller.setDaemon(true);
        caller.start();
        Thread.sleep(200);
        caller.interrupt();
        caller.join(5_000);
        assertTrue(thrown.get() != null && thrown.get().getMessage().startsWith("primes: at "), "thrown: " + thrown.get());
    }

    @Test
    void anInterruptEndsACall() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> status = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                k.countPrimes(LONG_COUNT);
            } catch (KernelInterruptedException e) {
                thrown.set(e);
                status.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        Thread.sleep(200);
        caller.interrupt();
        caller.join();
        String message = thrown.get().getMessage();
        assertTrue(message.contains("interrupted"), message); // in the count or still in the making of its tables
        assertTrue(status.get(), "the interrupt status stays set");
        assertEquals(78_498, k.countPrimes(1_000_000), "and the pool goes on");
    }

    @Test
    void aDeadlineEndsACall() {
        Kernels hasty = Kernels.builder().backend(Backend.JAVA).deadline(Duration.ofMillis(100)).build();
        String message = assertThrows(DeadlineExceededException.class, () -> hasty.countPrimes(LONG_COUNT)).getMessage();
        assertTrue(message.contains("100 ms"), message);
        assertThrows(DeadlineExceededException.class, () -> hasty.primes(1, LONG_COUNT).count());
        BigInteger hard = BigInteger.TEN.pow(34).nextProbablePrime().multiply(BigInteger.TEN.pow(36).nextProbablePrime());
        assertThrows(DeadlineExceededException.class, () -> hasty.factorize(hard));
        Kernels patient = Kernels.builder().backend(Backend.JAVA).deadline(Duration.ofSeconds(Long.MAX_VALUE)).build();
        assertEquals(25, patient.countPrimes(100), "a deadline beyond 292 years");
    }

    /** A second part that began its own time had the deadline to itself: calls took twice as long as they may. */
    @Test
    void aCallsTimeIsThatOfAllItsParts() {
        long[] heldUp = new long[1];
        List<CallReport> ended = new ArrayList<>();
        Kernels watched = Kernels.builder().backend(Backend.JAVA).threads(1).progress(new ProgressListener() {
            @Override
            public void progress(Progress progress) {
                for (long start = System.nanoTime(); heldUp[0] < 1_000_000_000; heldUp[0] = System.nanoTime() - start) {
                    LockSupport.parkNanos(1_000_000_000);
                }
            }

            @Override
            public void finished(CallReport report) {
                ended.add(report);
            }
        }).build();
        watched.countPrimes(500_000_000_000L, 100_000_000_000_000L); // the difference of two counts
        assertTrue(ended.getFirst().elapsed().toNanos() >= heldUp[0], ended.toString());
        heldUp[0] = 0;
        watched.nthPrime(3_000_000_000_000L); // a count and a sieve
        assertTrue(ended.getLast().elapsed().toNanos() >= heldUp[0], ended.toString());
    }

    @Test
    void progressRisesAndIsTold() {
        List<Progress> told = new ArrayList<>();
        List<CallReport> ended = new ArrayList<>();
        Kernels watched = Kernels.builder().backend(Backend.JAVA).progress(new ProgressListener() {
            @Override
            public void progress(Progress progress) {
                told.add(progress);
            }

            @Override
            public void finished(CallReport report) {
                ended.add(report);
            }
        }).build();
        watched.countPrimes(500_000_000_000_000L);
        assertTrue(told.size() >= 1, "at least one report in a call of some hundred milliseconds");
        for (int i = 1; i < told.size(); i++) {
            assertTrue(told.get(i).done() >= told.get(i - 1).done());
        }
        assertTrue(told.stream().allMatch(p -> p.done() >= 0 && p.done() <= 1 && p.kernel().equals("pi")));
        assertEquals(1, ended.size());
        assertEquals("pi", ended.getFirst().kernel());
        watched.countPrimes(1000, 200_000_000_000L); // the difference of two counts
        assertEquals(2, ended.size(), "one call has one end");
        watched.nthPrime(100_000_000);
        assertEquals(3, ended.size(), "a count and a sieve, but one call");
        assertEquals("nth-prime", ended.getLast().kernel());
    }

    @Test
    void aListenersExceptionEndsTheCall() {
        Kernels watched = Kernels.builder().backend(Backend.JAVA).progress(p -> {
            throw new IllegalStateException("enough");
        }).build();
        assertEquals("enough", assertThrows(IllegalStateException.class, () -> watched.countPrimes(LONG_COUNT)).getMessage());
    }

    @Test
    void windowsAtTheEndOfTheRangeDoNotOverflow() {
        // The largest primes below 2^63, by BigInteger; the sieve needs all 146 million primes to 3.04 * 10^9 for it.
        long from = Long.MAX_VALUE - 2000;
        long[] expected = java.util.stream.LongStream.rangeClosed(from, Long.MAX_VALUE)
                .filter(n -> BigInteger.valueOf(n).isProbablePrime(60)).toArray();
        assertArrayEquals(expected, k.primes(from, Long.MAX_VALUE).toArray());
        assertEquals(expected.length, k.countPrimes(from, Long.MAX_VALUE));
    }

    @Test
    void factorizationsPrintAndCompare() {
        assertEquals("2^3 × 5", k.factorize(40).toString());
        assertEquals("1", k.factorize(1).toString());
        assertEquals("-1", k.factorize(-1).toString());
        assertEquals("-1 × 2^63", k.factorize(Long.MIN_VALUE).toString());
        assertEquals(BigInteger.valueOf(Long.MIN_VALUE), k.factorize(Long.MIN_VALUE).number());
        assertEquals(k.factorize(360), k.factorize(BigInteger.valueOf(360)));
        assertEquals(k.factorize(360).hashCode(), k.factorize(BigInteger.valueOf(360)).hashCode());
        assertEquals(24, k.factorize(360).divisors().size());
        assertEquals(BigInteger.valueOf(24), k.factorize(360).divisorCount());
        assertTrue(k.factorize(Long.MAX_VALUE - 24).isPrime());
        assertArrayEquals(new long[] {2, 5}, k.factorize(40).primesAsLongs());
        BigInteger prime = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);
        assertEquals("2^5 × " + prime + "^2", k.factorize(prime.pow(2).shiftLeft(5)).toString());
        assertThrows(ArithmeticException.class, () -> k.factorize(prime).primesAsLongs());
        BigInteger factorial = java.util.stream.IntStream.rangeClosed(2, 60).mapToObj(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
        assertEquals(factorial, k.factorize(factorial).number());
        assertThrows(ArithmeticException.class, () -> k.factorize(factorial).divisors());
    }

    private static void assertRefused(String start, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.startsWith(start), message);
    }

    @Test
    void sievesWhereItIsToldTo() {
        Kernels.Builder java = Kernels.builder().backend(Backend.JAVA);
        assertEquals(50_847_534, java.sieve(true).build().countPrimes(1_000_000_000));
        assertEquals(664_579 - 4, java.build().countPrimes(11, 10_000_000));
        // The formula answers in a tenth of a second, a sieve cannot in ten.
        assertThrows(DeadlineExceededException.class, () -> java.deadline(Duration.ofMillis(300)).build().countPrimes(10_000_000_000_000L));
    }
}
