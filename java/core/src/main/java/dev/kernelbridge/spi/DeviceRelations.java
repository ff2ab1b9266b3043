package dev.kernelbridge.spi;

import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The quadratic sieve on a device that has the kernels of native/arith/relations.h. For a coefficient: by how much every root moves. For as
 * many polynomials as there is memory for, in two launches: all roots, from which large primes' strikes go to the lists of the segments
 * that they strike; then a block sieves a segment and writes down the places that are worth a look. Here these are put in order, divided
 * by the small primes, and most of them dropped; a last launch tells which primes divide what is left, in parallel over the factor base,
 * and the division itself is done here. So what a device finds is the same as what plain Java finds, in the same order, and no wrong
 * relation can come of it: a prime that does not divide, or a place that is none, ends the call. What a device keeps silent about, its
 * conductor has to notice.
 *
 * <p>What to expect of 132 SMs, computed, not measured, at 95 digits (110,000 primes, 12 segments of 32 KB): a polynomial has 0.9 million
 * strikes in shared memory, 0.13 million of them by way of the lists, and 0.2 million roots that move. At 16 atomics a clock and SM that is
 * 0.25 microseconds for the strikes and about as much for roots and lists, where a core of the processor takes some 2 milliseconds.
 */
public abstract class DeviceRelations implements RelationEngine {
    /** The arrays of {@link #parts} and their order. */
    public static final int PRIMES = 0;
    public static final int ROOTS = 1;
    public static final int RECIPROCALS = 2;
    public static final int LOGS = 3;

    /** As KB_DIVISORS and KB_RELATION_TEAM of relations.h. */
    private static final int DIVISORS = 64;
    private static final int TEAM = 32;
    /** Strikes of a prime in a segment, for each thread of a team, from which on a team is worth it. */
    private static final int TEAM_STRIKES = 2;
    /** A place has 24 bits where its byte has the other eight. */
    private static final int MOST_PLACES = 1 << 24;
    private static final int MOST_POLYNOMIALS = 1 << 12;
    /** More than memory has room for would be, and than any number has. */
    private static final int MOST_PROMISING = 1 << 28;
    /** Candidates that come back with their number, without a second look. */
    private static final int FEW = 1 << 9;
    /** Candidates whose divisors are asked for at once: 2 MB come back. */
    private static final int ASKED = 1 << 13;
    /** Primes of a block's piece of the factor base, when it looks for divisors. */
    private static final int PIECE = 1 << 13;

    private final Device device;
    private final Sizes sizes;
    private volatile Layout last;

    /** Pieces of the device's memory that a call uses. */
    public enum Slot { JOB, MOVES, ROOTS, COUNTS, LISTS, FOUND, WORK, PLACES, DIVISORS }

    /** As an argument of a kernel: an array of {@link #parts} on the device. */
    public record Table(int part) {
    }

    /**
     * What suits the device.
     *
     * @param segmentBits logarithm of a segment's bytes in a block's memory to base 2, at most
     * @param listBytes   memory for roots and lists, which bounds the polynomials of a launch
     * @param stretch     polynomials through which a thread moves a root: the first takes as long as about ten steps
     */
    public record Sizes(int segmentBits, long listBytes, int stretch) {
    }

    /** A device for the time of one call. Arguments of a kernel are an Integer, a {@link Slot} or a {@link Table}. */
    public interface Launches {
        /** Makes a slot at least so many ints long; what was in it is lost if it grows. */
        void reserve(Slot slot, long ints);

        /** The same, and its first ints are 0. */
        void clear(Slot slot, long ints);

        /** The same, with these ints first. */
        void write(Slot slot, int[] data);

        /** The first ints of a slot, once all launches are done. */
        int[] read(Slot slot, int ints);

        /** A kernel with a thread an item. */
        void items(String kernel, long items, Object... args);

        /** A kernel whose blocks work together, so many of them, each with so much memory of its own (a last argument in OpenCL). */
        void blocks(String kernel, long blocks, int localBytes, Object... args);
    }

    /** {@code device} is for messages. */
    protected DeviceRelations(Device device, Sizes sizes) {
        this.device = device;
        this.sizes = sizes;
    }

    /** Runs a call while the device is this caller's and has the tables. */
    protected abstract void with(SieveTables tables, Consumer<Launches> call);

    /** The arrays that stay on the device until they are released. */
    public static MemorySegment[] parts(SieveTables t) {
        return new MemorySegment[] {MemorySegment.ofArray(t.primes()), MemorySegment.ofArray(t.roots()),
            MemorySegment.ofArray(t.reciprocals()), MemorySegment.ofArray(t.logs())};
    }

    @Override
    public final void sieve(SieveTables tables, SieveCoefficient coefficient, int from, int to, RelationList found) {
        Layout layout = last;
        if (layout == null || layout.tables != tables) {
            layout = Layout.of(tables, sizes);
            last = layout;
        }
        Call call = new Call(layout, coefficient);
        with(tables, launches -> call.run(launches, from, to));
        found.addAll(call.found.data(), call.found.size());
    }

    /** How a number's places and primes are dealt with; names as in relations.h. */
    private record Layout(SieveTables tables, int shared, int listed, int bits, int segments, int capacity, int most) {

        static Layout of(SieveTables t, Sizes sizes) {
            if (t.places() > MOST_PLACES) {
                throw new IllegalArgumentException("tables: " + t.places() + " places a polynomial; a device takes up to " + MOST_PLACES);
            }
            int bits = Math.min(sizes.segmentBits, Integer.SIZE - Integer.numberOfLeadingZeros(t.places() - 1));
            int listed = first(t, 1 << bits);
            double expected = 0; // strikes of a list
            for (int i = listed; i < t.size(); i++) {
                expected += 2.0 * (1 << bits) / t.primes()[i];
            }
            // Independent of each other, so ten standard deviations are never exceeded; and some by primes of a, which all strike at 0.
            int capacity = (int) (expected + 10 * Math.sqrt(expected) + 64);
            int segments = Math.ceilDiv(t.places(), 1 << bits);
            long each = Integer.BYTES * (2L * (listed - t.sieved()) + (long) segments * capacity);
            return new Layout(t, first(t, (1 << bits) / (TEAM_STRIKES * TEAM)), listed, bits, segments, capacity,
                    (int) Math.clamp(sizes.listBytes / each, 1, MOST_POLYNOMIALS));
        }

        /** The first sieved prime above that. */
        private static int first(SieveTables t, int above) {
            int at = Arrays.binarySearch(t.primes(), above + 1);
            return Math.max(t.sieved(), at < 0 ? -at - 1 : at);
        }

        int[] job(SieveCoefficient c) {
            int s = c.factors().length;
            int[] words = {tables.size(), tables.sieved(), tables.large(), shared, listed, tables.places(), bits, segments, capacity,
                tables.start(), s, c.odd()};
            int[] job = Arrays.copyOf(words, words.length + 2 * s);
            for (int l = 0; l < s; l++) {
                job[words.length + l] = tables.primes()[c.factors()[l]];
                job[words.length + s + l] = c.gammas()[l];
            }
            return job;
        }
    }

    private final class Call {
        private final Layout layout;
        private final SieveTables tables;
        private final SieveCoefficient coefficient;
        private final SieveValue value;
        private final RelationList found = new RelationList();
        private Launches launches;
        private int room = FEW;

        Call(Layout layout, SieveCoefficient coefficient) {
            this.layout = layout;
            this.tables = layout.tables;
            this.coefficient = coefficient;
            this.value = new SieveValue(tables);
        }

        void run(Launches device, int from, int to) {
            launches = device;
            launches.write(Slot.JOB, layout.job(coefficient));
            launches.reserve(Slot.MOVES, (coefficient.factors().length + 2L) * tables.size());
            launches.items("kb_siqs_start", tables.size(), Slot.JOB, new Table(PRIMES), new Table(ROOTS), new Table(RECIPROCALS),
                    Slot.MOVES);
            for (int g = from; g < to; g += layout.most) {
                polynomials(g, Math.min(layout.most, to - g));
            }
        }

        private void polynomials(int g, int count) {
            long rows = tables.size() - tables.sieved();
            launches.reserve(Slot.ROOTS, 2L * (layout.listed - tables.sieved()) * count);
            launches.clear(Slot.COUNTS, (long) layout.segments * count);
            launches.reserve(Slot.LISTS, (long) layout.segments * count * layout.capacity);
            launches.items("kb_siqs_roots", Math.max(1, rows * Math.ceilDiv(count, sizes.stretch)), Slot.JOB, new Table(PRIMES),
                    new Table(LOGS), Slot.MOVES, g, count, sizes.stretch, Slot.ROOTS, Slot.COUNTS, Slot.LISTS);
            long[] candidates = ordered(look(count), count);
            int kept = 0;
            for (long candidate : candidates) {
                if (takeIfExplained(g, candidate)) {
                    candidates[kept++] = candidate;
                }
            }
            for (int from = 0; from < kept; from += ASKED) {
                divide(g, Arrays.copyOfRange(candidates, from, Math.min(kept, from + ASKED)));
            }
        }

        /** The promising places of the polynomials whose roots and lists are there: how many in the first int, two ints each from 2 on. */
        private int[] look(int count) {
            while (true) {
                launches.reserve(Slot.FOUND, 2 + 2L * room);
                launches.clear(Slot.FOUND, 2);
                launches.blocks("kb_siqs_sieve", (long) layout.segments * count, 1 << layout.bits, Slot.JOB, new Table(PRIMES),
                        new Table(LOGS), Slot.ROOTS, Slot.COUNTS, Slot.LISTS, count, room, Slot.FOUND);
                int[] few = launches.read(Slot.FOUND, 2 + 2 * FEW);
                int promising = few[0];
                if (promising < 0 || promising > Math.min((long) count * tables.places(), MOST_PROMISING)) {
                    throw wrong("found " + Integer.toUnsignedString(promising) + " promising places");
                }
                if (promising <= room) {
                    return promising <= FEW ? few : launches.read(Slot.FOUND, 2 + 2 * promising);
                }
                room = promising; // so many have no room: once more, with it
            }
        }

        /** By polynomial and place: which polynomial of the launch, the place, and its byte. */
        private long[] ordered(int[] look, int count) {
            long[] candidates = new long[look[0]];
            for (int i = 0; i < candidates.length; i++) {
                int k = look[2 + 2 * i];
                int place = look[3 + 2 * i] & MOST_PLACES - 1;
                if (k < 0 || k >= count || place >= tables.places() || look[3 + 2 * i] >= 0) {
                    throw wrong("found place " + place + " of polynomial " + k + " promising");
                }
                candidates[i] = (long) k << 32 | (long) place << 8 | look[3 + 2 * i] >>> 24;
            }
            Arrays.sort(candidates);
            return candidates;
        }

        private static int place(long candidate) {
            return (int) candidate >>> 8;
        }

        /** Takes the value and divides it by the primes that are not sieved; those of a may be among them, and divide at multiples of p. */
        private boolean takeIfExplained(int g, long candidate) {
            value.begin(coefficient, g + (int) (candidate >> 32));
            value.take(place(candidate));
            for (int i = 1; i < tables.sieved(); i++) {
                if (!ofA(i) || place(candidate) % tables.primes()[i] == 0) {
                    value.divide(i);
                }
            }
            return value.explained((int) (candidate & 0xFF) - tables.start());
        }

        private boolean ofA(int i) {
            return Arrays.binarySearch(coefficient.factors(), i) >= 0;
        }

        private void divide(int g, long[] candidates) {
            int[] places = new int[candidates.length];
            int[] work = new int[3 * candidates.length];
            int polynomials = 0;
            for (int i = 0; i < candidates.length; i++) {
                int k = (int) (candidates[i] >> 32);
                places[i] = place(candidates[i]);
                if (i == 0 || k != (int) (candidates[i - 1] >> 32)) {
                    work[3 * polynomials] = g + k;
                    work[3 * polynomials++ + 1] = i;
                }
                work[3 * polynomials - 1] = i + 1;
            }
            int pieces = Math.max(1, Math.ceilDiv(tables.size() - tables.sieved(), PIECE));
            launches.write(Slot.WORK, Arrays.copyOf(work, 3 * polynomials));
            launches.write(Slot.PLACES, places);
            launches.clear(Slot.DIVISORS, (long) DIVISORS * places.length);
            launches.blocks("kb_siqs_divide", (long) polynomials * pieces, 0, Slot.JOB, new Table(PRIMES), Slot.MOVES, Slot.WORK,
                    polynomials, pieces, Slot.PLACES, Slot.DIVISORS);
            int[] divisors = launches.read(Slot.DIVISORS, DIVISORS * places.length);
            for (int i = 0; i < places.length; i++) {
                int from = DIVISORS * i + 1;
                int count = divisors[from - 1];
                if (count < 0 || count >= DIVISORS) {
                    throw wrong("found " + Integer.toUnsignedString(count) + " primes that divide at place " + places[i]);
                }
                Arrays.sort(divisors, from, from + count);
                takeIfExplained(g, candidates[i]);
                for (int k = from; k < from + count; k++) {
                    int index = divisors[k];
                    if (index < tables.sieved() || index >= tables.size() || !value.divide(index) && !ofA(index)) {
                        throw wrong("took prime " + index + " of the factor base for a divisor at place " + places[i]);
                    }
                }
                value.finish(found);
            }
        }
    }

    private DeviceFailedException wrong(String what) {
        return new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT, device + ", sieving, " + what);
    }
}
