package dev.kernelbridge.primes;

import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.SieveUnit;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Spliterator;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/** The primes of a range as a stream: a segment is sieved when its first prime is asked for, and forgotten after its last. */
public final class PrimeStream implements Spliterator.OfLong {
    /** The first segment; 128 KB of wheel are 3.9 million numbers. */
    private static final int SEGMENT_BYTES = 128 << 10;
    /** Each next one is twice as long, until a sieve's walk over all primes to the root is less than the rest of its work. */
    private static final int LONGEST_SEGMENT = 16 << 20;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** The number of each of a word's bits, from the word's first. */
    private static final long[] NUMBER = LongStream.range(0, Long.SIZE).map(bit -> 30 * (bit / 8) + Wheel.RESIDUE[(int) bit % 8]).toArray();

    private final Session session;
    private BasePrimes base;
    private final long to;
    private long next;
    private int segment = SEGMENT_BYTES;
    private boolean ended;
    private byte[] bits;
    private long bitsFirst;
    /** Where in bits the present word begins. */
    private int position;
    /** What is left of eight bytes: a branch in 240 numbers is mispredicted, not one in 30. */
    private long word;
    private final long start = System.nanoTime();

    private PrimeStream(Session session, BasePrimes base, long from, long to) {
        this.session = session;
        this.base = base;
        this.next = from;
        this.to = to;
        this.ended = from > to;
    }

    /** The primes p with {@code from <= p <= to}. */
    public static LongStream of(Session session, long from, long to) {
        LongStream small = LongStream.of(2, 3, 5).filter(p -> from <= p && p <= to);
        if (to < 7) {
            return small;
        }
        LongStream large = StreamSupport.longStream(() -> new PrimeStream(session, null, Math.max(from, 7), to), CHARACTERISTICS,
                false);
        return from > 5 ? large : LongStream.concat(small, large);
    }

    private static final int CHARACTERISTICS = ORDERED | DISTINCT | SORTED | NONNULL | IMMUTABLE;

    /** The number of the {@code rank}-th set bit, from 1, of a sieve that begins at byte {@code firstByte}. */
    static long nthSetBit(byte[] bits, long firstByte, long rank) {
        long left = rank;
        for (int i = 0; i < bits.length; i++) {
            int count = Integer.bitCount(bits[i] & 0xFF);
            if (left <= count) {
                int word = bits[i] & 0xFF;
                for (; left > 1; left--) {
                    word &= word - 1;
                }
                return 30 * (firstByte + i) + Wheel.RESIDUE[Integer.numberOfTrailingZeros(word)];
            }
            left -= count;
        }
        throw new IllegalArgumentException("rank: " + rank + " is larger than the number of set bits");
    }

    @Override
    public boolean tryAdvance(LongConsumer action) {
        while (word == 0) {
            if (bits != null && position + Long.BYTES < bits.length) {
                position += Long.BYTES;
                word = wordAt(position);
            } else if (!fill()) {
                return false;
            }
        }
        action.accept(takeBit());
        return true;
    }

    @Override
    public void forEachRemaining(LongConsumer action) {
        do {
            int length = bits == null ? 0 : bits.length;
            while (position < length) {
                long first = 30 * (bitsFirst + position);
                for (long left = word; left != 0; left &= left - 1) {
                    action.accept(first + NUMBER[Long.numberOfTrailingZeros(left)]);
                }
                position += Long.BYTES;
                word = position < length ? wordAt(position) : 0;
            }
        } while (fill());
    }

    private long takeBit() {
        long prime = 30 * (bitsFirst + position) + NUMBER[Long.numberOfTrailingZeros(word)];
        word &= word - 1;
        return prime;
    }

    private long wordAt(int at) {
        if (at + Long.BYTES <= bits.length) {
            return (long) LONGS.get(bits, at);
        }
        long last = 0;
        for (int i = bits.length - 1; i >= at; i--) {
            last = last << Byte.SIZE | bits[i] & 0xFF;
        }
        return last;
    }

    /** Sieves the next segment and stands on its first byte; false at the end. */
    private boolean fill() {
        if (ended) {
            bits = null;
            return false;
        }
        long end = to / 30 - next / 30 < segment ? to : (next / 30 + segment) * 30 - 1;
        segment = Math.clamp((long) Math.sqrt(end) / 2, segment, Math.min(2 * segment, LONGEST_SEGMENT));
        strikersUpTo(end);
        SieveUnit unit = Wheel.unit(next, end);
        byte[] fresh = bits != null && bits.length == unit.bytes() ? bits : new byte[unit.bytes()];
        session.run(engine -> engine.primes().sieve(unit.firstByte(), fresh, base));
        fresh[0] &= (byte) unit.firstMask();
        fresh[fresh.length - 1] &= (byte) unit.lastMask();
        bits = fresh;
        bitsFirst = unit.firstByte();
        position = 0;
        word = wordAt(0);
        ended = end == to;
        next = end + 1;
        return true;
    }

    /** Makes the base primes as the stream needs them: those for all of a range that is left after its first primes may take 10 s. */
    private void strikersUpTo(long end) {
        session.checkStop(start, () -> "primes: at " + next);
        long root = BasePrimeTable.squareRoot(end);
        if (base == null || base.limit() < root) {
            base = BasePrimeTable.forNumbersUpTo(session, end <= to / 4 ? 4 * end : to, start);
        }
    }

    /** The first half of what is not sieved yet, for a parallel stream, once the present segment is empty. */
    @Override
    public Spliterator.OfLong trySplit() {
        if (bits != null || ended || to / 30 - next / 30 < 2L * SEGMENT_BYTES) {
            return null;
        }
        long middle = (next / 30 + (to / 30 - next / 30) / 2) * 30;
        PrimeStream first = new PrimeStream(session, base, next, middle - 1);
        next = middle;
        return first;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return CHARACTERISTICS;
    }

    @Override
    public java.util.Comparator<? super Long> getComparator() {
        return null;
    }
}
