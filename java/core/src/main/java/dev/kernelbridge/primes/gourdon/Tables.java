package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.plan.Session;
import dev.kernelbridge.primes.BasePrimeTable;
import dev.kernelbridge.primes.Roots;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.PiTable;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Makes the tables that all terms look into: O(sqrt x) bits, O(z) bytes. */
final class Tables {
    private static final int PIECE = 256 << 10;
    /** The 16 bits that stand for the odd numbers 30 i + 1, 3, 5 ... 29 of a wheel byte. */
    private static final short[] SPREAD = new short[256];
    private static final AtomicReferenceArray<byte[]> WHEELS = new AtomicReferenceArray<>(9);
    private static final int[] RESIDUE = {1, 7, 11, 13, 17, 19, 23, 29};

    static {
        for (int b = 0; b < 256; b++) {
            for (int bit = 0; bit < 8; bit++) {
                SPREAD[b] |= (short) ((b >> bit & 1) << (RESIDUE[bit] >> 1));
            }
        }
    }

    private Tables() {
    }

    static LeafTables of(Session session, Parameters cut) {
        PiTable pi = piTable(session, Roots.square(cut.x()));
        int[] primes = primes(pi, cut.y());
        int top = LeafTables.indexAbove(cut.z());
        char[] factor = new char[top];
        int[] leaf = new int[top];
        factors(cut, primes, factor, leaf);
        byte[] wheel = wheel(primes, cut.k());
        long sieved = D.end(cut.x(), cut.z()) / 30; // a period of 323 KB is more than all of the sieve below 10^11
        return new LeafTables(cut.x(), cut.y(), cut.z(), cut.k(), primes, pi, factor, leaf,
                sieved < wheel.length ? Arrays.copyOf(wheel, (int) sieved) : wheel);
    }

    /** pi(v) up to {@code limit}, from the engine's sieve. */
    static PiTable piTable(Session session, long limit) {
        long[] pairs = new long[Math.toIntExact(2 * (limit / 128 + 2))];
        BasePrimes base = BasePrimeTable.forNumbersUpTo(session, limit);
        long start = System.nanoTime();
        for (long first = 0; first <= limit / 30; first += PIECE) {
            session.checkStop(start, () -> "pi: the table of primes is not ready");
            byte[] bits = new byte[(int) Math.min(PIECE, limit / 30 - first + 1)];
            long at = first;
            session.run(engine -> engine.primes().sieve(at, bits, base));
            for (int i = 0; i < bits.length; i++) {
                long place = 15 * (first + i);
                long spread = SPREAD[bits[i] & 0xFF] & 0xFFFFL;
                int pair = (int) (place >> 6) << 1;
                pairs[pair] |= spread << place;
                if ((place & 63) > 49) {
                    pairs[pair + 2] |= spread >>> 64 - (place & 63);
                }
            }
        }
        pairs[0] |= 0b111; // 2 in the place of 1, and 3 and 5
        long count = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            pairs[i + 1] = count;
            count += Long.bitCount(pairs[i]);
        }
        return new PiTable(pairs, limit);
    }

    /** The primes up to {@code limit} from index 1 on. */
    static int[] primes(PiTable pi, long limit) {
        int[] primes = new int[pi.pi(limit) + 1];
        int count = 1;
        for (int i = 0; count < primes.length; i += 2) {
            for (long bits = pi.pairs()[i]; bits != 0 && count < primes.length; bits &= bits - 1) {
                primes[count++] = 64 * i + 2 * Long.numberOfTrailingZeros(bits) + 1;
            }
        }
        primes[1] = 2;
        return primes;
    }

    /** Each prime up to sqrt z marks its multiples; then m = lpf(m) c has what c has, one prime more. */
    private static void factors(Parameters cut, int[] primes, char[] factor, int[] leaf) {
        int[] coprime = new int[48];
        for (int r = 1, n = 0; r < 210; r++) {
            if (LeafTables.indexAbove(r) > n) {
                coprime[n++] = r;
            }
        }
        for (int i = 0; i < leaf.length; i++) {
            leaf[i] = 210 * (i / 48) + coprime[i % 48];
        }
        long z = cut.z();
        for (int b = 5; b < primes.length && (long) primes[b] * primes[b] <= z; b++) {
            long p = primes[b];
            int end = LeafTables.indexAbove(z / p);
            for (int c = LeafTables.indexAbove(p) - 1; c < end; c++) {
                int i = LeafTables.indexAbove(p * leaf[c]) - 1;
                factor[i] = factor[i] == 0 ? (char) p : factor[i];
            }
        }
        for (int i = 1; i < factor.length; i++) {
            int m = leaf[i];
            int p = factor[i];
            if (p == 0) {
                factor[i] = (char) (m > cut.y() ? 0 : 0xFFFF);
                leaf[i] = m - 1;
            } else {
                int c = LeafTables.indexAbove(m / p) - 1;
                factor[i] = (char) (factor[c] == 0 || factor[c] == p || m / p == p ? 0 : p);
                leaf[i] = m - (leaf[c] & 1);
            }
        }
    }

    /** One period of the sieve without multiples of the first k primes. */
    private static byte[] wheel(int[] primes, int k) {
        byte[] made = WHEELS.get(k);
        if (made != null) {
            return made; // two threads may both make one; they are equal
        }
        int period = 1;
        for (int b = 4; b <= k; b++) {
            period *= primes[b];
        }
        byte[] wheel = new byte[period];
        Arrays.fill(wheel, (byte) 0xFF);
        for (int b = 4; b <= k; b++) {
            int p = primes[b];
            for (int r : RESIDUE) {
                byte mask = (byte) ~(1 << p * r % 30 * 8 / 30);
                for (int i = p * r / 30; i < period; i += p) {
                    wheel[i] &= mask;
                }
            }
        }
        WHEELS.set(k, wheel);
        return wheel;
    }
}
