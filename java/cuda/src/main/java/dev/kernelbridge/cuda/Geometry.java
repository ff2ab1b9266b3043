package dev.kernelbridge.cuda;

import dev.kernelbridge.spi.DeviceLeaves;
import dev.kernelbridge.spi.DeviceRelations;

/**
 * How large launches and units are, all in one place for tuning. On a GPU the numbers aim at filling it several times over in one unit;
 * they are reasoned, not measured yet. On the simulator, where a thread is a fiber and a core does the work of thousands, they aim at
 * few threads and units of some milliseconds, measured on two cores.
 */
record Geometry(int sms, int sharedBytes, boolean simulated) {

    /** What the sieve kernels use of their block's shared memory themselves, rounded up. */
    static final int SHARED_OF_KERNEL = 1 << 10;

    /** A launch's shape. */
    record Grid(int blocks, int threads, int sharedBytes) {
        @Override
        public String toString() {
            return "grid " + blocks + ", block " + threads + (sharedBytes == 0 ? "" : ", " + sharedBytes + " bytes shared");
        }
    }

    static Geometry of(Gpu gpu) {
        return new Geometry(gpu.sms(), gpu.sharedBytes(), gpu.simulated());
    }

    /** One element a thread, and a loop where there are more than the device holds at a time: 8 blocks of 256 fill an SM. */
    Grid elements(long n) {
        return simulated ? new Grid(sms, 64, 0) : new Grid((int) Math.min(Math.ceilDiv(n, 256), 32L * sms), 256, 0);
    }

    /** For numbers that take their own time each: small blocks, so that a slow one keeps few others waiting. */
    Grid numbers(long n) {
        return new Grid((int) Math.min(Math.ceilDiv(n, 64), 1024L * sms), 64, 0);
    }

    /** Blocks that take up to 2048 numbers at a time; as many as the device holds. */
    Grid proofs(long n) {
        return simulated ? new Grid(sms, 64, 0) : new Grid((int) Math.min(Math.ceilDiv(n, 128), 8L * sms), 128, 0);
    }

    /** 64 threads a block are the contract; a block's loop goes on where there are more partials than 64 blocks an SM. */
    Grid partials(long count) {
        return new Grid((int) Math.min(count, simulated ? sms : 64L * sms), 64, 0);
    }

    /** As many blocks as the device holds: each goes on with the next segments. */
    Grid sieve(long bytes, int segmentBytes) {
        long segments = Math.ceilDiv(bytes, segmentBytes);
        int perSm = simulated ? 1 : Math.max(1, sharedBytes / (segmentBytes + SHARED_OF_KERNEL));
        return new Grid((int) Math.min(segments, (long) perSm * sms), simulated ? 64 : 1024 / Math.min(perSm, 2), segmentBytes);
    }

    /**
     * The sieve's segment, in shared memory. Two blocks an SM, so that one strikes while the other waits at a barrier; but every base
     * prime costs some 100 instructions a segment, so where they are many, above 10^11 or so, one block has twice as much. What is left
     * is L1, for the patterns.
     */
    int segmentBytes(int basePrimes) {
        return basePrimes > 1 << 14 ? Math.min(192 << 10, sharedBytes - SHARED_OF_KERNEL) & -4096 : halfBytes() & -4096;
    }

    /** Half of an SM's shared memory, or all of it where that is little. */
    private int halfBytes() {
        return sharedBytes > 96 << 10 ? Math.min(96 << 10, sharedBytes / 2 - SHARED_OF_KERNEL) : sharedBytes - SHARED_OF_KERNEL;
    }

    /** The segment of a sieve that is asked: the same, but a short sieve is cut finer, so that all SMs have some of it. */
    int askSegmentBytes(long bytes) {
        int most = DeviceLeaves.askSegmentBytes(halfBytes());
        return (int) Math.clamp(Math.ceilDiv(bytes, 2L * sms * 64) * 64, Math.min(16 << 10, most), most) & -64;
    }

    /** One segment a block: those with small numbers have the most questions, and the device hands out the rest as blocks end. */
    Grid asks(int segments, int segmentBytes) {
        return new Grid(segments, simulated ? 64 : 512, DeviceLeaves.askBytes(segmentBytes));
    }

    /** 256 MB of wheel are 8 * 10^9 numbers, some milliseconds on a large GPU; a smaller one has its smaller share. */
    int unitBytes() {
        return simulated ? (128 << 10) * sms : Math.clamp((2L << 20) * sms, 4 << 20, 256 << 20);
    }

    /**
     * Numbers to factor in a unit: the threads of {@link #curves} some four times over, since half of the numbers are split soon. On 132
     * SMs 270,000, about 10 ms of 64-bit semiprimes; their slots take 34 MB.
     */
    int factorBatch() {
        return simulated ? 256 * sms : 2048 * sms;
    }

    /** Curves that run at once: an SM holds nine blocks of 64 by their local memory, and about as many by their registers. */
    int curves() {
        return simulated ? 1 : 576 * sms;
    }

    /** One curve a thread, each thread with its column of the block's memory. */
    Grid curves(long n, int localBytes) {
        return new Grid((int) Math.min(Math.ceilDiv(n, 64), 1024L * sms), 64, 64 * localBytes);
    }

    /** The lookups of one launch: chunks of 8192, eight blocks of 256 threads an SM. */
    Grid lookups(long count) {
        return new Grid((int) Math.min(Math.ceilDiv(count, 8192), simulated ? sms : 8L * sms), simulated ? 64 : 256, 0);
    }

    /** Sums over pairs of rough numbers: the smallest have the most partners, so their blocks go on with others later. */
    Grid partSums() {
        return simulated ? new Grid(sms, 64, 0) : new Grid(8 * sms, 256, 0);
    }

    /**
     * A segment of the hard leaves: half of what a block can have, so that one block computes while the other waits at a barrier; all of
     * it where that is little. A stage costs about two microseconds, however short the segment.
     */
    int leafSegmentBytes() {
        int most = sharedBytes > 96 << 10 ? sharedBytes / 2 : sharedBytes;
        return DeviceLeaves.segmentBytes(most - 2 * SHARED_OF_KERNEL);
    }

    /** One segment a block: the first ones have the most stages, and the device hands out the rest as blocks end. */
    Grid leaves(int segments, int segmentBytes) {
        return new Grid(segments, simulated ? 64 : 512, DeviceLeaves.localBytes(segmentBytes));
    }

    /** Segments of a launch: several for each block that the device holds, and no more than 64 MB of counts and signs. */
    int leafSegments(int stages) {
        return (int) Math.clamp((64L << 20) / (2L * Integer.BYTES * stages), 1, simulated ? 16L * sms : 32L * sms);
    }

    /**
     * The quadratic sieve: segments of 32 KB, six of which an SM of 228 KB holds (a block takes 1 KB more), and lists that make a thousand
     * blocks of a launch at the sizes that take long; each of the two lanes keeps them. In the simulator more polynomials at once gain
     * nothing.
     */
    DeviceRelations.Sizes relations() {
        return new DeviceRelations.Sizes(15, simulated ? 16 << 20 : 64 << 20, 32);
    }

    /** One segment or piece of the factor base a block, or a loop where there are more than the device holds several times over. */
    Grid pieces(long blocks, int sharedBytes) {
        return new Grid((int) Math.min(blocks, simulated ? sms : 64L * sms), simulated ? 64 : 256, sharedBytes);
    }

    /** How many units of a CPU core a launch is filled by. */
    int breadth() {
        return simulated ? 1 : sms;
    }

    /** Multiplications in a unit of a matrix product: some 10 ms at 1000 for each cycle and four SMs; the simulator does 10^8 a second. */
    long gemmUnit() {
        return simulated ? 1L << 21 : (1L << 29) * sms;
    }

    /** A block for each square of C, so many elements on a side; 256 threads are the contract. */
    Grid squares(long m, long n, int side) {
        return new Grid((int) Math.min(Math.ceilDiv(m, side) * Math.ceilDiv(n, side), 1L << 30), 256, 0);
    }

    /** A row for each block of 64 threads, or a column for each thread. */
    Grid gemv(boolean trans, long outer) {
        return trans ? new Grid((int) Math.min(Math.ceilDiv(outer, 64), 1L << 30), 64, 0) : partials(outer);
    }
}
