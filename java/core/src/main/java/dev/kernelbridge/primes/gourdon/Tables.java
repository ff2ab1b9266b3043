package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.plan.Pieces;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.primes.BasePrimeTable;
import dev.kernelbridge.primes.Roots;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.PiTable;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Makes the tables that all terms look into: O(sqrt x) bits, O(z) bytes. */
final class Tables {
    /** Bytes that are sieved at a time: a stretch of the C sieve costs 35 microseconds more than its strikes. */
    private static final int LEAST_PIECE = 64 << 10;
    private static final int MOST_PIECE = 256 << 10;
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

    /** For a call that began at {@code start}. */
    static LeafTables of(Session session, Parameters cut, long start) {
        PiTable pi = piTable(session, Roots.square(cut.x()), start);
        int[] primes = primes(pi, cut.y());
        FactorTable leaves = FactorTable.of(session, start, cut.y(), cut.z(), primes);
        byte[] wheel = wheel(primes, cut.k());
        long sieved = D.end(cut.x(), cut.z()) / 30; // a period of 323 KB is more than all of the sieve below 10^11
        return new LeafTables(cut.x(), cut.y(), cut.z(), cut.k(), primes, pi, leaves.factor, leaves.leaf,
                sieved < wheel.length ? Arrays.copyOf(wheel, (int) sieved) : wheel);
    }

    /** pi(v) up to {@code limit}, from the engine's sieve; first all bits, then what stands before each piece and each word in it. */
    static PiTable piTable(Session session, long limit, long start) {
        BasePrimes base = BasePrimeTable.forNumbersUpTo(session, limit, start);
        long[] pairs = new long[Math.toIntExact(2 * (limit / 128 + 2))];
        int bytes = Math.clamp(limit / 30 / 8, LEAST_PIECE, MOST_PIECE) & -64; // 64 bytes are 15 pairs
        int length = bytes / 64 * 15 * 2;
        int pieces = (int) (limit / 30 / bytes + 1);
        long[] counts = new long[pieces];
        Runner.prepare(session, new Pieces("tables of pi", pieces, false, (engine, piece) ->
                counts[piece] = sieve(engine, base, (long) piece * bytes, bytes, limit, pairs)), start);
        for (int piece = 1; piece < pieces; piece++) {
            counts[piece] += counts[piece - 1];
        }
        Runner.prepare(session, new Pieces("tables of pi", pieces, true, (engine, piece) -> {
            long count = piece == 0 ? 0 : counts[piece - 1];
            int end = piece == pieces - 1 ? pairs.length : (piece + 1) * length;
            for (int i = piece * length; i < end; i += 2) {
                pairs[i + 1] = count;
                count += Long.bitCount(pairs[i]);
            }
        }), start);
        return new PiTable(pairs, limit);
    }

    /** Sieves a piece, which begins at a word's first bit, and writes its odd numbers' bits; returns how many are set. */
    private static long sieve(Engine engine, BasePrimes base, long first, int bytes, long limit, long[] pairs) {
        byte[] bits = new byte[(int) Math.min(bytes, limit / 30 - first + 1)];
        engine.primes().sieve(first, bits, base);
        int pair = (int) (15 * first >> 6) << 1;
        long count = 0;
        long word = first == 0 ? 0b111 : 0; // 2 in the place of 1, and 3 and 5
        for (int i = 0, filled = 0; i < bits.length; i++) {
            long spread = SPREAD[bits[i] & 0xFF] & 0xFFFFL;
            word |= spread << filled;
            filled += 15;
            if (filled >= 64 || i == bits.length - 1) {
                pairs[pair] = word;
                count += Long.bitCount(word);
                pair += 2;
                filled -= 64;
                word = filled > 0 ? spread >>> 15 - filled : 0;
            }
        }
        if (word != 0) {
            pairs[pair] = word;
            count += Long.bitCount(word);
        }
        return count;
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
