package dev.kernelbridge.factor;

import dev.kernelbridge.scalar.Montgomery;
import java.math.BigInteger;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whether a number above 64 bits is probably prime: the test of Baillie, Pomerance, Selfridge and Wagstaff (Math. Comp. 35, 1980: a strong
 * test to base 2 and a strong Lucas test with Selfridge's parameters), which no known composite passes, and then Miller-Rabin to random
 * bases, each of which lets a composite pass with a probability below 1/4. "Composite" is a proof.
 */
final class ProbablePrime {
    /** Limb products between two looks at the stop sign: 10 to 50 ms. */
    private static final long PATIENCE = 10_000_000;

    private final BigInteger n;
    private final Montgomery m;
    private final Runnable stop;
    private final int twos;
    private final long[] one;
    private final BigInteger odd; // n - 1 = odd * 2^twos
    private final int patience; // steps
    private int steps;

    private ProbablePrime(BigInteger n, Runnable stop) {
        this.n = n;
        this.stop = stop;
        m = new Montgomery(n);
        one = m.of(BigInteger.ONE);
        long limbs = n.bitLength() / 60 + 1;
        patience = (int) Math.clamp(PATIENCE / (2 * limbs * limbs), 1, 1000);
        BigInteger before = n.subtract(BigInteger.ONE);
        twos = before.getLowestSetBit();
        odd = before.shiftRight(twos);
    }

    /** Random rounds, for errors below 4^-rounds that nobody could place on purpose: fewer where a round takes long. */
    private static int rounds(int bits) {
        return bits <= 512 ? 8 : bits <= 2048 ? 4 : 2;
    }

    /** The test for odd n above 2^62; {@code stop} is run every few milliseconds and may throw. */
    static boolean test(BigInteger n, Runnable stop) {
        ProbablePrime test = new ProbablePrime(n, stop);
        if (!test.strong(BigInteger.TWO) || !test.strongLucas()) {
            return false;
        }
        for (int i = rounds(n.bitLength()); i > 0; i--) {
            if (!test.strong(new BigInteger(62, ThreadLocalRandom.current()).add(BigInteger.TWO))) {
                return false;
            }
        }
        return true;
    }

    /** Only the Lucas test, for tests. */
    static boolean lucas(BigInteger n) {
        return new ProbablePrime(n, () -> { }).strongLucas();
    }

    /** The strong test (M. Rabin, J. Number Theory 12, 1980) to base a below n. */
    private boolean strong(BigInteger a) {
        long[] x = m.power(m.of(a), odd, this::patience);
        BigInteger minusOne = n.subtract(BigInteger.ONE);
        BigInteger value = m.toInteger(x);
        if (value.equals(BigInteger.ONE)) {
            return true;
        }
        for (int i = 1; i < twos && !value.equals(minusOne); i++) {
            patience();
            m.multiply(x, x, x);
            value = m.toInteger(x);
        }
        return value.equals(minusOne);
    }

    /** Selfridge's method A: the first D of 5, -7, 9, -11 … with Jacobi symbol (D / n) = -1, P = 1, Q = (1 - D) / 4. */
    private boolean strongLucas() {
        int d = 5;
        for (int tried = 1;; tried++) {
            int jacobi = jacobi(d);
            if (jacobi == -1) {
                return strongLucas(d);
            }
            if (jacobi == 0) { // n is larger than |d|
                return false;
            }
            if (tried == 16 && n.sqrt().pow(2).equals(n)) { // a square has no such D; for others two are tried on average
                return false;
            }
            d = d > 0 ? -d - 2 : -d + 2;
        }
    }

    /** With n + 1 = k 2^s, k odd: U(k) = 0 or V(k 2^i) = 0 for an i below s. */
    private boolean strongLucas(int d) {
        BigInteger after = n.add(BigInteger.ONE);
        int s = after.getLowestSetBit();
        BigInteger k = after.shiftRight(s);
        long[] u = m.of(BigInteger.ONE);
        long[] v = m.of(BigInteger.ONE);
        long[] bigD = m.of(BigInteger.valueOf(d).mod(n));
        long[] q = m.of(BigInteger.valueOf((1 - d) / 4).mod(n));
        long[] power = m.of(BigInteger.valueOf((1 - d) / 4).mod(n)); // of Q
        long[] t = m.value();
        for (int i = k.bitLength() - 2; i >= 0; i--) {
            patience();
            m.multiply(u, v, u);
            doubled(v, power);
            if (k.testBit(i)) { // U' = (U + V) / 2, V' = (D U + V) / 2
                m.multiply(bigD, u, t);
                m.add(u, v, u);
                m.half(u, u);
                m.add(t, v, v);
                m.half(v, v);
                m.multiply(power, q, power);
            }
        }
        if (m.toInteger(u).signum() == 0 || m.toInteger(v).signum() == 0) {
            return true;
        }
        for (int i = 1; i < s; i++) {
            patience();
            doubled(v, power);
            if (m.toInteger(v).signum() == 0) {
                return true;
            }
        }
        return false;
    }

    /** V(2 j) = V(j)^2 - 2 Q^j, below 4 n, and Q^(2 j). */
    private void doubled(long[] v, long[] power) {
        m.multiply(v, v, v);
        m.subtract(v, power, v);
        m.multiply(v, one, v); // brings it below 2 n again
        m.subtract(v, power, v);
        m.multiply(power, power, power);
    }

    /** The Jacobi symbol (d / n), for odd d of few bits. */
    private int jacobi(int d) {
        int sign = d < 0 && n.testBit(1) ? -1 : 1; // (-1 / n) = -1 for n = 3 mod 4
        int bottom = Math.abs(d);
        int top = n.mod(BigInteger.valueOf(bottom)).intValue();
        if ((bottom & 3) == 3 && n.testBit(1)) { // reciprocity: (|d| / n) = (n / |d|) unless both are 3 mod 4
            sign = -sign;
        }
        while (top != 0) {
            for (; (top & 1) == 0; top >>= 1) {
                sign = (bottom & 7) == 3 || (bottom & 7) == 5 ? -sign : sign;
            }
            int swap = bottom;
            bottom = top;
            top = swap;
            sign = (top & 3) == 3 && (bottom & 3) == 3 ? -sign : sign;
            top %= bottom;
        }
        return bottom == 1 ? sign : 0;
    }

    private void patience() {
        if (++steps % patience == 0) {
            stop.run();
        }
    }
}
