package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.SieveUnit;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The wheel sieve in plain Java. A prime's multiples that the wheel keeps lie, for each residue w of the cofactor, on one bit and at
 * byte offsets p q + floor(p w / 30): eight strides of p bytes with a constant mask. The multiples of 7, 11 and 13 repeat
 * after 1001 bytes and are copied in, those of 17 to 61 laid over likewise, two primes at a time.
 */
final class JavaPrimes implements PrimeEngine {
    private static final int[] RESIDUE = {1, 7, 11, 13, 17, 19, 23, 29};
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    /** Bytes per piece: L2-sized, since the set-up per piece and prime dominates below (512 KB beat 48 KB by 1.5 times). */
    private static final int PIECE = 512 << 10;
    /** What is not struck but laid over: the strikes of 17 to 61 would be a quarter of all. */
    private static final int[][] PATTERN_PRIMES = {{7, 11, 13}, {17, 19}, {23, 29}, {31, 37}, {41, 43}, {47, 53}, {59, 61}};
    private static final int PATTERN_BYTES = 8 << 10;
    private static final int[] PERIODS = Arrays.stream(PATTERN_PRIMES).mapToInt(group -> Arrays.stream(group).reduce(1, (p, q) -> p * q))
            .toArray();
    private static final byte[][] PATTERNS = new byte[PATTERN_PRIMES.length][];

    static {
        for (int i = 0; i < PATTERNS.length; i++) {
            PATTERNS[i] = pattern(PATTERN_PRIMES[i], PERIODS[i]);
        }
    }

    private final LeafEngine leaves = new JavaLeaves();

    @Override
    public int unitBytes(long to) {
        // Each unit walks over all primes to sqrt(to): beyond 10^13 longer units keep that below the striking itself.
        return (int) Math.clamp((long) Math.sqrt(to), PIECE, 32L * PIECE);
    }

    @Override
    public long countSieve(SieveUnit unit, BasePrimes base) {
        byte[] bits = new byte[unit.bytes()]; // a hundredth of the time to sieve it, and nothing is left on a thread
        sieve(unit.firstByte(), bits, unit.bytes(), base);
        bits[0] &= (byte) unit.firstMask();
        bits[unit.bytes() - 1] &= (byte) unit.lastMask();
        return countBits(bits, unit.bytes());
    }

    @Override
    public void sieve(long firstByte, byte[] bits, BasePrimes base) {
        sieve(firstByte, bits, bits.length, base);
    }

    @Override
    public void isPrime(long[] n, int off, int len, boolean[] out) {
        for (int i = 0; i < len; i++) {
            out[off + i] = Arithmetic.isPrime(n[off + i]);
        }
    }

    @Override
    public LeafEngine leaves() {
        return leaves;
    }

    private static void sieve(long first, byte[] bits, int bytes, BasePrimes base) {
        int patterns = Math.clamp((base.count() - 1) / 2, 1, PATTERNS.length); // of 2 n + 1 primes: no more than are asked for
        fillPatterns(first, bits, bytes, patterns);
        long last = 30 * (first + bytes - 1) + 29; // unsigned
        if (Long.compareUnsigned(last, 30 * first) < 0) {
            last = -1; // the wheel's last byte reaches beyond 2^64
        }
        int[] primes = base.array();
        for (int i = 2 * patterns + 1; i < base.count(); i++) {
            long p = Integer.toUnsignedLong(primes[i]);
            if (Long.compareUnsigned(p * p, last) > 0) {
                break;
            }
            strike(p, first, bits, bytes);
        }
    }

    private static void strike(long p, long first, byte[] bits, int bytes) {
        long quotient = first / p;
        long remainder = first - quotient * p;
        int residue = (int) (p % 30);
        for (int w : RESIDUE) {
            long offset = p * w / 30;
            long q = quotient + (offset < remainder ? 1 : 0);
            long least = p / 30 + (w < residue ? 1 : 0); // from p^2 on
            long start = (Math.max(q, least) - quotient) * p + offset - remainder;
            if (start < bytes) {
                strike(bits, (int) start, bytes, (int) Math.min(p, Integer.MAX_VALUE), (byte) ~(1 << (residue * w % 30) * 8 / 30));
            }
        }
    }

    private static void strike(byte[] bits, int start, int bytes, int step, byte mask) {
        int i = start;
        for (int end = bytes - 3 * Math.min(step, bytes); i < end; i += 4 * step) {
            bits[i] &= mask;
            bits[i + step] &= mask;
            bits[i + 2 * step] &= mask;
            bits[i + 3 * step] &= mask;
        }
        for (; i < bytes && i >= 0; i += step) {
            bits[i] &= mask;
        }
    }

    /** The multiples of the patterns' primes, the primes themselves kept: a copy, then ANDs of eight bytes, which C2 turns into vectors. */
    private static void fillPatterns(long first, byte[] bits, int bytes, int patterns) {
        for (int i = 0; i < patterns; i++) {
            byte[] pattern = PATTERNS[i];
            int phase = (int) (first % PERIODS[i]);
            for (int filled = 0; filled < bytes; phase = 0) {
                int length = Math.min(pattern.length - phase, bytes - filled);
                if (i == 0) {
                    System.arraycopy(pattern, phase, bits, filled, length);
                } else {
                    and(pattern, phase, bits, filled, length);
                }
                filled += length;
            }
        }
        for (int i = 0; i < patterns; i++) {
            for (int p : PATTERN_PRIMES[i]) {
                long at = p / 30 - first;
                if (at >= 0 && at < bytes) {
                    bits[(int) at] |= (byte) (1 << p % 30 * 8 / 30);
                }
            }
        }
    }

    private static void and(byte[] pattern, int phase, byte[] bits, int from, int length) {
        int i = 0;
        for (; i <= length - 8; i += 8) {
            LONGS.set(bits, from + i, (long) LONGS.get(bits, from + i) & (long) LONGS.get(pattern, phase + i));
        }
        for (; i < length; i++) {
            bits[from + i] &= pattern[phase + i];
        }
    }

    /** One period of the sieve without multiples of the primes, repeated until its ends no longer matter. */
    private static byte[] pattern(int[] primes, int period) {
        byte[] pattern = new byte[(PATTERN_BYTES / period + 1) * period];
        Arrays.fill(pattern, (byte) 0xFF);
        for (int p : primes) {
            for (int r : RESIDUE) {
                byte mask = (byte) ~(1 << p * r % 30 * 8 / 30);
                for (int i = p * r / 30; i < pattern.length; i += p) {
                    pattern[i] &= mask;
                }
            }
        }
        return pattern;
    }

    private static long countBits(byte[] bits, int bytes) {
        long count = 0;
        int i = 0;
        for (; i + 8 <= bytes; i += 8) {
            count += Long.bitCount((long) LONGS.get(bits, i));
        }
        for (; i < bytes; i++) {
            count += Integer.bitCount(bits[i] & 0xFF);
        }
        return count;
    }
}
