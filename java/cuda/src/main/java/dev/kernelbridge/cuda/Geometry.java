package dev.kernelbridge.cuda;

import dev.kernelbridge.spi.DeviceLeaves;

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

    /** 64 threads a block are the contract; a block's loop goes on where there are more partials than 64 blocks an SM. */
    Grid partials(long count) {
        return new Grid((int) Math.min(count, simulated ? sms : 64L * sms), 64, 0);
    }

    Grid sieve(long bytes, int segmentBytes) {
        long segments = Math.ceilDiv(bytes, segmentBytes);
        int threads = simulated ? 64 : 256;
        return new Grid((int) Math.min(segments, (simulated ? 1L : 4L) * sms), threads, segmentBytes);
    }

    /**
     * The sieve's segment, in shared memory. With 48 KB four blocks fit on an SM that has 200 KB or more. Every base prime costs a
     * division for every segment, so once there are many more primes than a segment has bytes, the largest segment is better.
     */
    int segmentBytes(int basePrimes) {
        int wanted = basePrimes > 1 << 19 ? sharedBytes : 48 << 10;
        return Math.min(wanted, sharedBytes - SHARED_OF_KERNEL) & -4096;
    }

    /** 64 MB of wheel are 2 * 10^9 numbers, some 10 ms on a large GPU; a smaller one has its smaller share. */
    int unitBytes() {
        return simulated ? (128 << 10) * sms : Math.clamp((512L << 10) * sms, 4 << 20, 64 << 20);
    }

    /** Numbers to factor in a unit: half of the threads that an SM holds, which is about what their registers allow. */
    int factorBatch() {
        return simulated ? 256 * sms : 1024 * sms;
    }

    /** The lookups of one launch: chunks of 8192, eight blocks of 256 threads an SM. */
    Grid lookups(long count) {
        return new Grid((int) Math.min(Math.ceilDiv(count, 8192), simulated ? sms : 8L * sms), simulated ? 64 : 256, 0);
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

    /** How many units of a CPU core a launch is filled by. */
    int breadth() {
        return simulated ? 1 : sms;
    }
}
