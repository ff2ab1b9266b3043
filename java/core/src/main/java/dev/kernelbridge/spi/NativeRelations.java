package dev.kernelbridge.spi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The quadratic sieve for backends that hand it to C: tables and coefficients in blocks as kernelbridge.h describes them, and working
 * memory that keeps the roots from call to call. There are never more pieces than calls that ran at once, and a piece serves one
 * number after another; what is not kept is freed by the garbage collector. Safe for use by many threads.
 */
public final class NativeRelations implements RelationEngine {
    private static final long CACHE_LINE = 64;
    /** What C may read behind an array when it loads a vector. */
    private static final long MARGIN = 64;
    private static final int HEADER_WORDS = 32;
    private static final int FIRST_OFFSET = 20;
    private static final int NUMBER = 16;
    private static final int PAD = 16;
    private static final int MOST_FACTORS = 20;
    private static final int LEAST_ROOM = 1 << 13;

    private final Native functions;
    private final ConcurrentLinkedQueue<Piece> free = new ConcurrentLinkedQueue<>();

    /** The two functions of the C library. */
    public interface Native {
        /** kb_siqs_scratch. */
        long scratch(MemorySegment tables);

        /** kb_siqs. */
        void sieve(MemorySegment tables, MemorySegment coefficient, int from, int to, MemorySegment scratch, MemorySegment found, int room,
                MemorySegment state);
    }

    public NativeRelations(Native functions) {
        this.functions = functions;
    }

    @Override
    public void sieve(SieveTables tables, SieveCoefficient coefficient, int from, int to, RelationList found) {
        Piece piece = take(tables, coefficient);
        piece.sieve(tables, coefficient, from, to, found);
        free.add(piece);
    }

    /** One that has begun with this coefficient, else one of these tables, else any. */
    private Piece take(SieveTables tables, SieveCoefficient coefficient) {
        Piece best = null;
        for (Piece one : free) {
            if (best == null || one.closeness(tables, coefficient) > best.closeness(tables, coefficient)) {
                best = one;
            }
        }
        return best != null && free.remove(best) ? best : new Piece();
    }

    private final class Piece {
        private SieveTables of;
        private SieveCoefficient with;
        private MemorySegment tables = MemorySegment.NULL;
        private MemorySegment coefficient = MemorySegment.NULL;
        private MemorySegment scratch = MemorySegment.NULL;
        private MemorySegment found = MemorySegment.NULL;
        private final MemorySegment state = allocate(2 * Long.BYTES);
        private int[] copy = new int[0];

        int closeness(SieveTables wanted, SieveCoefficient next) {
            return of != wanted ? 0 : with != next ? 1 : 2;
        }

        void sieve(SieveTables t, SieveCoefficient c, int from, int to, RelationList list) {
            if (of != t) {
                take(t);
            }
            if (with != c) {
                take(c);
            }
            int next = from;
            while (next < to) {
                int room = (int) (found.byteSize() / Integer.BYTES);
                functions.sieve(tables, coefficient, next, to, scratch, found, room, state);
                int got = (int) state.get(JAVA_LONG, Long.BYTES);
                if (copy.length < got) {
                    copy = new int[Math.max(got, LEAST_ROOM)];
                }
                MemorySegment.copy(found, JAVA_INT, 0, copy, 0, got);
                list.addAll(copy, got);
                int done = (int) state.get(JAVA_LONG, 0);
                if (done == next) { // not even one polynomial had room
                    found = allocate(2 * found.byteSize());
                }
                next = done;
            }
        }

        private void take(SieveTables t) {
            int[] slices = t.slices();
            MemorySegment[] parts = {MemorySegment.ofArray(t.primes()), MemorySegment.ofArray(t.roots()),
                MemorySegment.ofArray(t.inverses()), MemorySegment.ofArray(t.reciprocals()), MemorySegment.ofArray(t.logs()),
                MemorySegment.ofArray(slices)};
            long bytes = HEADER_WORDS * Long.BYTES;
            long[] header = new long[HEADER_WORDS];
            for (int i = 0; i < parts.length; i++) {
                header[FIRST_OFFSET + i] = bytes;
                bytes += lines(parts[i].byteSize() + MARGIN);
            }
            tables = large(tables, bytes);
            long[] numbers = {t.size(), t.sieved(), t.large(), t.blocks(), t.blockBits(), t.start(), t.tight(),
                Double.doubleToRawLongBits(t.scale()), t.words(), t.single(), t.pairLeast(), t.pairMost(), MOST_FACTORS, slices.length - 1};
            System.arraycopy(numbers, 0, header, 0, numbers.length);
            System.arraycopy(t.n(), 0, header, NUMBER, t.words());
            MemorySegment.copy(header, 0, tables, JAVA_LONG, 0, HEADER_WORDS);
            for (int i = 0; i < parts.length; i++) {
                MemorySegment.copy(parts[i], 0, tables, header[FIRST_OFFSET + i], parts[i].byteSize());
            }
            tables.asSlice(header[FIRST_OFFSET] + parts[0].byteSize(), PAD * Integer.BYTES).fill((byte) 0);
            scratch = large(scratch, functions.scratch(tables));
            scratch.set(JAVA_LONG, 0, 0); // no coefficient
            found = large(found, LEAST_ROOM * (long) Integer.BYTES);
            of = t;
            with = null;
        }

        private void take(SieveCoefficient c) {
            int s = c.factors().length;
            int words = c.a().length;
            long[] block = new long[3 + 2 * s + 2 * words + s * words];
            block[0] = c.index();
            block[1] = s;
            block[2] = c.odd();
            for (int l = 0; l < s; l++) {
                block[3 + l] = c.factors()[l];
                block[3 + s + l] = c.gammas()[l];
            }
            System.arraycopy(c.a(), 0, block, 3 + 2 * s, words);
            System.arraycopy(c.inverse(), 0, block, 3 + 2 * s + words, words);
            System.arraycopy(c.parts(), 0, block, 3 + 2 * s + 2 * words, s * words);
            coefficient = large(coefficient, block.length * (long) Long.BYTES);
            MemorySegment.copy(block, 0, coefficient, JAVA_LONG, 0, block.length);
            with = c;
        }

        /** Memory of that size at least: the old one if it is. */
        private static MemorySegment large(MemorySegment old, long bytes) {
            return old.byteSize() >= bytes ? old : allocate(bytes);
        }

        private static MemorySegment allocate(long bytes) {
            return Arena.ofAuto().allocate(lines(bytes), CACHE_LINE);
        }

        private static long lines(long bytes) {
            return (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
        }
    }
}
