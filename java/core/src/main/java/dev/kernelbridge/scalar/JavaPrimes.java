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
 * byte offsets p q + floor(p w / 30): eight strides of p bytes with a constant mask. The multiples of 7, 11 and 13 repeat after 1001
 * bytes and are copied in.
 */
final class JavaPrimes implements PrimeEngine {
    private static final int[] RESIDUE = {1, 7, 11, 13, 17, 19, 23, 29};
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    /** Bytes per piece: L2-sized, since the set-up per piece and prime dominates below (512 KB beat 48 KB by 1.5 times). */
    private static final int PIECE = 512 << 10;
    private static final int PATTERN_PERIOD = 7 * 11 * 13;
    /** How many base primes the pattern takes care of. */
    private static final int PATTERN_PRIMES = 3;
    private static final byte[] PATTERN = pattern();

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
        fillPattern(first, bits, bytes);
        long last = 30 * (first + bytes - 1) + 29; // unsigned
        if (Long.compareUnsigned(last, 30 * first) < 0) {
            last = -1; // the wheel's last byte reaches beyond 2^64
        }
        int[] primes = base.array();
        for (int i = PATTERN_PRIMES; i < base.count(); i++) {
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

    /** The multiples of 7, 11 and 13, the primes themselves kept. */
    private static void fillPattern(long first, byte[] bits, int bytes) {
        int phase = (int) (first % PATTERN_PERIOD);
        int filled = Math.min(PATTERN_PERIOD - phase, bytes);
        System.arraycopy(PATTERN, phase, bits, 0, filled);
        while (filled < bytes) {
            int length = Math.min(PATTERN_PERIOD, bytes - filled);
            System.arraycopy(PATTERN, 0, bits, filled, length);
            filled += length;
        }
        if (first == 0) {
            bits[0] |= 0x0E; // 7, 11, 13 themselves
        }
    }

    private static byte[] pattern() {
        byte[] pattern = new byte[PATTERN_PERIOD];
        Arrays.fill(pattern, (byte) 0xFF);
        for (int i = 0; i < PATTERN_PERIOD; i++) {
            for (int bit = 0; bit < 8; bit++) {
                int n = 30 * i + RESIDUE[bit];
                if (n % 7 == 0 || n % 11 == 0 || n % 13 == 0) {
                    pattern[i] &= (byte) ~(1 << bit);
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
