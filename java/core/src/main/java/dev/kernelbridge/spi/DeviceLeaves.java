package dev.kernelbridge.spi;

import dev.kernelbridge.DeviceFailedException;
import java.lang.foreign.MemorySegment;
import java.util.function.ToLongFunction;

/**
 * The loops of combinatorial prime counting on a device that has the kernels of native/arith/leaves.h: what goes into a launch and how the
 * launches' answers come together; the backend copies and launches. A stretch is cut into segments that know nothing of each other
 * (D. B. Staple, arXiv:1503.01839), as many at once as the device likes, and what lies below each is added afterwards.
 */
public abstract class DeviceLeaves implements LeafEngine {
    /** Parts of the tables as they lie on the device: see {@link #parts}. */
    public static final int PRIMES = 0;
    public static final int PAIRS = 1;
    public static final int FACTOR = 2;
    public static final int LEAF = 3;
    public static final int WHEEL = 4;
    public static final int BELOW = 5;
    /** Numbers that a joined stage has in a launch's answer: its count, its signs, its sum. */
    public static final int JOINED = 3;
    /** Numbers that kb_ask_sieve returns for a segment: the sum of its answers and its primes. */
    public static final int ANSWERED = 2;
    /** Longs per stage of a launch. */
    public static final int STAGE = 2;

    /** Bytes of a wheel's word whose counters are kept, and what else a block keeps in local memory; see leaves.h. */
    private static final int BLOCK_BYTES = 64;
    private static final int COUNTER_BYTES = 2 * Integer.BYTES;
    private static final int OTHER_BYTES = (6 * 64 + 1 + 320) * Integer.BYTES;
    /** Jobs of a launch: 2 MB. */
    private static final int MOST_JOBS = 1 << 16;

    private final String device;

    /** {@code device} is for messages. */
    protected DeviceLeaves(String device) {
        this.device = device;
    }

    /** A device that has the tables, for the time of one call. */
    public interface Launches {
        /** kb_sum_pi over {@code jobs} as KERNELS.md has them; returns the blocks' sum. */
        long sumPi(long[] jobs, int count, long lookups);

        /** The segments that kb_ask_sieve cuts a sieve of so many bytes into. */
        int askSegment(long bytes);

        /** kb_ask_sieve; returns {@link #ANSWERED} longs for each segment, from low to high. */
        long[] askSieve(BasePrimes base, long firstByte, long bytes, int segment);

        /** The bytes of the sieve that one launch of so many stages takes. */
        long most(int stages);

        /** kb_hard_leaves and kb_join_leaves; returns JOINED longs for each stage, and behind them the blocks' sums. */
        long[] hardLeaves(long[] stage, int stages, long firstByte, long bytes);
    }

    /** Runs a call while the device has these tables. */
    protected abstract long with(LeafTables tables, ToLongFunction<Launches> call);

    /** The arrays that the kernels look into, by the indices above. */
    public static MemorySegment[] parts(LeafTables t) {
        int[] below = new int[210];
        for (int r = 0; r < below.length; r++) {
            below[r] = LeafTables.indexAbove(r);
        }
        return new MemorySegment[] {MemorySegment.ofArray(t.primes()), MemorySegment.ofArray(t.pi().pairs()), MemorySegment.ofArray(t.factor()),
            MemorySegment.ofArray(t.leaf()), MemorySegment.ofArray(t.wheel()), MemorySegment.ofArray(below)};
    }

    /** The largest segment whose block needs no more than {@code localBytes} of local memory. */
    public static int segmentBytes(int localBytes) {
        return (localBytes - OTHER_BYTES) / (BLOCK_BYTES + COUNTER_BYTES) * BLOCK_BYTES;
    }

    /** The same for a block of kb_ask_sieve. */
    public static int askSegmentBytes(int localBytes) {
        return localBytes / (BLOCK_BYTES + COUNTER_BYTES) * BLOCK_BYTES;
    }

    /** The local memory of a block of kb_ask_sieve with such a segment. */
    public static int askBytes(int segmentBytes) {
        return segmentBytes / BLOCK_BYTES * (BLOCK_BYTES + COUNTER_BYTES);
    }

    /** The local memory of a block with such a segment. */
    public static int localBytes(int segmentBytes) {
        return segmentBytes / BLOCK_BYTES * (BLOCK_BYTES + COUNTER_BYTES) + OTHER_BYTES;
    }

    /** The kernels divide 64-bit numbers. */
    @Override
    public final boolean wide() {
        return false;
    }

    @Override
    public final long sumPi(LeafTables tables, long[] jobs, int count) {
        long[] packed = new long[JOB * Math.min(count, MOST_JOBS)];
        return with(tables, launches -> {
            long sum = 0;
            long lookups = 0;
            int packedJobs = 0;
            for (int j = 0; j < JOB * count; j += JOB) {
                long length = jobs[j + 2] - jobs[j + 1];
                if (length > 0) {
                    int at = JOB * packedJobs++;
                    packed[at] = jobs[j];
                    packed[at + 1] = jobs[j + 1] + 1 - lookups;
                    packed[at + 2] = jobs[j + 3];
                    packed[at + 3] = lookups;
                    lookups += length;
                }
                if (packedJobs == MOST_JOBS || packedJobs > 0 && j == JOB * (count - 1)) {
                    sum += launches.sumPi(packed, packedJobs, lookups);
                    packedJobs = 0;
                    lookups = 0;
                }
            }
            return sum;
        });
    }

    @Override
    public final long[] askSieve(LeafTables t, BasePrimes base, long low, long high) {
        if (!t.x().isLong()) {
            return null;
        }
        long[] whole = new long[ASKED];
        with(t, launches -> {
            long bytes = (high - low) / 30;
            int segment = launches.askSegment(bytes);
            long[] answers = launches.askSieve(base, low / 30, bytes, segment);
            for (int i = 0; i < answers.length; i += ANSWERED) {
                long from = low + 30L * segment * (i / ANSWERED);
                long to = Math.min(high, from + 30L * segment);
                long asked = questions(t, from, to);
                long count = answers[i + 1];
                if (count < 0 || count > (to - from) / 30 * 8 || Long.compareUnsigned(answers[i], asked * count) > 0) {
                    throw new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT, device + " counted " + count
                            + " primes from " + from + " to " + to + ", and added up " + asked + " counts to " + answers[i]);
                }
                whole[0] += answers[i] + asked * whole[2];
                whole[1] += asked;
                whole[2] += count;
            }
            return 0;
        });
        return whole;
    }

    /** How many primes p have x / p in [low, high). */
    private static long questions(LeafTables t, long low, long high) {
        long top = Math.min(t.pi().limit(), t.x().low() / Math.max(1, low));
        long bottom = Math.max(t.y(), t.x().low() / high);
        return bottom < top ? t.pi().pi(top) - t.pi().pi(bottom) : 0;
    }

    @Override
    public final long hardLeaves(LeafTables tables, long low, long high, int stages, long[] phi, long[] mu) {
        int count = stages - tables.k();
        if (count <= 0) {
            return 0;
        }
        long[] stage = stages(tables, count);
        long[] below = new long[count];
        long[] signs = new long[count];
        long sum = with(tables, launches -> {
            long total = 0;
            long most = launches.most(count);
            for (long at = low / 30; at < high / 30; at += most) {
                long[] joined = launches.hardLeaves(stage, count, at, Math.min(most, high / 30 - at));
                check(joined, count, Math.min(most, high / 30 - at));
                for (int s = 0; s < count; s++) {
                    total += joined[JOINED * s + 2] + joined[JOINED * s + 1] * below[s];
                    below[s] += joined[JOINED * s];
                    signs[s] += joined[JOINED * s + 1];
                }
                for (int i = JOINED * count; i < joined.length; i++) {
                    total += joined[i];
                }
            }
            return total;
        });
        for (int s = 0; s < count; s++) {
            phi[tables.k() + 1 + s] += below[s];
            mu[tables.k() + 1 + s] += signs[s];
        }
        return sum;
    }

    /** No more numbers can be left than there were before, and no fewer than none: a device that miscounts widely is found out here. */
    private void check(long[] joined, int count, long bytes) {
        long before = 8 * bytes;
        for (int s = 0; s < count; s++) {
            if (joined[JOINED * s] < 0 || joined[JOINED * s] > before) {
                throw new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT, device + " counted " + joined[JOINED * s]
                        + " numbers in stage " + s + " of a sieve that had " + before + " left, which cannot be");
            }
            before = joined[JOINED * s];
        }
    }

    /** For each stage x / p, and the most and, in the high half, the least m. */
    private static long[] stages(LeafTables t, int count) {
        long[] stage = new long[STAGE * count];
        for (int s = 0; s < count; s++) {
            long p = t.primes()[t.k() + 1 + s];
            long over = t.x().over(p);
            boolean composite = p * p <= t.z();
            long most = Math.min(composite ? t.z() : t.y(), over / p / p);
            long least = composite ? t.z() / p : Math.max(t.z() / p, p);
            stage[STAGE * s] = over;
            stage[STAGE * s + 1] = least << 32 | most;
        }
        return stage;
    }
}
