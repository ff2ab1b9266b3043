package dev.kernelbridge.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A GPU that fails in mid-run costs time and one warning, and nothing else: the result is exact, and the next request tries it again. */
@DisplayName("Requests that outlive the CUDA simulator")
class SimulatorFallbackTest {
    private static final Logger WARNINGS = Logger.getLogger("dev.kernelbridge");

    @BeforeEach
    void startsHealthy() {
        Opened.assumeSimulator();
        WARNINGS.setLevel(Level.OFF); // as asked for, and a hundred of them
        assertEquals(Backend.CUDA, Kernels.require(Backend.CUDA).report().backend());
    }

    @AfterEach
    void heal() {
        WARNINGS.setLevel(null); // HandleContract counts them, in the same JVM
        Simulator.configure("");
        assertEquals(Backend.CUDA, Kernels.require(Backend.CUDA).report().backend(), "the next request has the device again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail-launch=1", "fail-launch=2", "fail-launch=6", "lost-after=0", "lost-after=5"})
    void windowsAreSievedToTheEnd(String spec) {
        long from = 1_000_000_000_000L;
        Kernels k = Kernels.on(Backend.CUDA);
        Simulator.configure(spec);
        assertEquals(Kernels.on(Backend.JAVA).countPrimes(from, from + 50_000_000), k.countPrimes(from, from + 50_000_000));
        assertPassedOver(k);
    }

    /** From the tables, which it sieves, over the leaves to the last unit. */
    @ParameterizedTest
    @ValueSource(strings = {"fail-launch=1", "fail-launch=2", "fail-launch=9", "fail-launch=6", "lost-after=0", "lost-after=3", "lost-after=8",
        "memory=100K", "memory=400K", "wrong=5", "wrong=8"})
    void primesAreCountedToTheEnd(String spec) {
        Kernels k = Kernels.on(Backend.CUDA);
        Simulator.configure(spec);
        assertEquals(455_052_511, k.countPrimes(10_000_000_000L));
        assertPassedOver(k);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail-launch=1", "fail-launch=3", "lost-after=2", "wrong=2"})
    void numbersAreFactoredToTheEnd(String spec) {
        long[] n = new Random(1).longs(3000, 2, 1L << 45).toArray();
        Kernels k = Kernels.on(Backend.CUDA);
        Simulator.configure(spec);
        assertEquals(Kernels.on(Backend.JAVA).factorizeAll(n), k.factorizeAll(n));
        assertPassedOver(k);
    }

    /** A number of 40 digits: the curves before the sieve run on the processor. */
    @ParameterizedTest
    @ValueSource(strings = {"fail-launch=1", "fail-launch=3", "fail-launch=8", "lost-after=0", "lost-after=6", "memory=200K", "wrong=3",
        "wrong=4", "wrong=7"})
    void largeNumbersAreSieved(String spec) {
        Kernels k = Kernels.on(Backend.CUDA);
        Simulator.configure(spec);
        assertEquals("47002729727962247581 × 87003329727962247617", k.factorize(new BigInteger("47002729727962247581")
                .multiply(new BigInteger("87003329727962247581").nextProbablePrime())).toString());
        assertPassedOver(k);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail-launch=1", "fail-launch=4", "fail-launch=19", "lost-after=18", "memory=1M"})
    void vectorsAreMappedToTheEndEvenInPlace(String spec) {
        double[] x = new Random(1).doubles(5_000_000).toArray();
        double[] expected = Arrays.stream(x).map(v -> 3 * v).toArray();
        Kernels k = Kernels.on(Backend.CUDA);
        Simulator.configure(spec);
        k.vectors().scale(3, x, x);
        assertArrayEquals(expected, x);
        assertPassedOver(k);
    }

    private static void assertPassedOver(Kernels k) {
        assertNotEquals(Backend.CUDA, k.report().backend());
        assertEquals(Backend.CUDA, k.report().passedOver().getFirst().backend());
        assertTrue(k.report().passedOver().getFirst().why().reason().contains("CUDA simulator"), k.report().toString());
    }
}
