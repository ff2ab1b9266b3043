package dev.kernelbridge.primes.gourdon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.PiTable;
import dev.kernelbridge.spi.Wide;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The parts of the formula that Java computes for x from 2^63 to 10^21, each by its definition in BigInteger. */
final class BeyondALongTest {
    private static final int TOP = 1 << 24;
    private static final PiTable PI = pi();
    private static final int[] PRIMES = Tables.primes(PI, TOP - 1);

    @Test
    void parameters() {
        Random random = new Random(21);
        for (int i = 0; i < 2000; i++) {
            Wide x = i == 0 ? Wide.of(Definitions.MOST) : i == 1 ? Wide.of(Definitions.LEAST) : Definitions.x(random);
            Parameters cut = i % 2 == 0 ? Parameters.of(x) : Parameters.of(x, Math.exp(12 * random.nextDouble()), 3);
            BigInteger y = BigInteger.valueOf(cut.y());
            assertTrue(y.pow(3).compareTo(x.toBigInteger()) > 0, cut::toString);
            assertTrue(cut.y() <= cut.z() && cut.z() < Integer.MAX_VALUE, cut::toString);
            assertTrue(BigInteger.valueOf(cut.z()).pow(2).compareTo(x.toBigInteger()) <= 0, cut::toString);
            BigInteger star = BigInteger.valueOf(cut.star());
            assertTrue(star.add(BigInteger.ONE).pow(4).compareTo(x.toBigInteger()) > 0
                    && star.compareTo(x.toBigInteger().divide(y.pow(2))) >= 0, cut::toString);
            assertEquals(8, cut.k());
        }
    }

    /** Phi0 is a sum of phi(x / m, k), and phi(v, k) one over the divisors of the first k primes' product. */
    @Test
    void phi0() {
        Random random = new Random(8);
        for (int i = 0; i < 50; i++) {
            Wide x = i == 0 ? Wide.of(Definitions.MOST) : Definitions.x(random);
            int z = 20 + random.nextInt(3000);
            LeafTables t = tables(x, z, z);
            BigInteger sum = BigInteger.ZERO;
            for (int m = 1; m <= z; m++) {
                int mu = Definitions.mu(m);
                if (mu != 0 && (m == 1 || Definitions.least(m) > 19)) {
                    sum = sum.add(BigInteger.valueOf(mu).multiply(phi(x.toBigInteger().divide(BigInteger.valueOf(m)), 8)));
                }
            }
            assertEquals(sum.longValue(), new Phi0(t).sum(8, t.primes().length - 1), "x = " + x + ", z = " + z);
        }
    }

    /** Each p asks at x / p exactly, where x is a multiple of p or one less; bits are arbitrary. */
    @Test
    void questionsOfB() {
        Random random = new Random(2);
        for (int i = 0; i < 5000; i++) {
            int index = PRIMES.length - 1 - random.nextInt(400_000);
            int p = PRIMES[index];
            BigInteger some = Definitions.x(random).toBigInteger();
            Wide x = Wide.of(some.subtract(some.mod(BigInteger.valueOf(p))).subtract(BigInteger.valueOf(i % 2)));
            long v = x.over(p);
            byte[] bits = new byte[8 * (1 + random.nextInt(100))];
            random.nextBytes(bits);
            long low = Math.max(0, (v - random.nextLong(30L * bits.length)) / 240 * 240);
            long high = low + 30L * bits.length;
            long sum = 0;
            long asked = 0;
            for (int at = Math.min(PRIMES.length - 1, index + 9); at > index - 9; at--) { // the stretch is shorter than nine of them
                long place = x.toBigInteger().divide(BigInteger.valueOf(PRIMES[at])).longValueExact();
                if (place >= low && place < high) {
                    asked++;
                    sum += count(bits, place - low);
                }
            }
            LeafTables t = tables(x, TOP / 2, 100);
            assertEquals(new B.Part(sum, asked, count(bits, high - low - 1)), B.ask(t, low, high, bits), "x = " + x + ", p = " + p);
        }
    }

    /** The numbers up to u whose bit is set. */
    private static long count(byte[] bits, long u) {
        int[] residues = {1, 7, 11, 13, 17, 19, 23, 29};
        long count = 0;
        for (int i = 0; i < bits.length; i++) {
            for (int j = 0; j < 8; j++) {
                count += 30 * i + residues[j] <= u ? bits[i] >> j & 1 : 0;
            }
        }
        return count;
    }

    private static BigInteger phi(BigInteger v, int k) {
        return k == 0 ? v : phi(v, k - 1).subtract(phi(v.divide(BigInteger.valueOf(PRIMES[k])), k - 1));
    }

    private static LeafTables tables(Wide x, int y, int z) {
        int[] primes = IntStream.of(PRIMES).takeWhile(p -> p <= z).toArray();
        return new LeafTables(x, y, z, 8, primes, PI, new char[0], new int[0], new byte[0]);
    }

    private static PiTable pi() {
        boolean[] composite = new boolean[TOP];
        long[] pairs = new long[2 * (TOP / 128 + 1)];
        for (int n = 3; n < TOP; n += 2) {
            for (long m = (long) n * n; !composite[n] && m < TOP; m += 2L * n) {
                composite[(int) m] = true;
            }
        }
        for (int n = 1; n < TOP; n += 2) {
            pairs[n >> 7 << 1] |= composite[n] ? 0 : 1L << (n >> 1);
        }
        for (int i = 2; i < pairs.length; i += 2) {
            pairs[i + 1] = pairs[i - 1] + Long.bitCount(pairs[i - 2]);
        }
        return new PiTable(pairs, TOP - 1);
    }
}
