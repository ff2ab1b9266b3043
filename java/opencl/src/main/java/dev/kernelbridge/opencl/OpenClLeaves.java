package dev.kernelbridge.opencl;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.DeviceLeaves;
import dev.kernelbridge.spi.LeafTables;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.ToLongFunction;

/** Combinatorial prime counting: the tables stay on the device from launch to launch, one copy for all lanes. */
final class OpenClLeaves extends DeviceLeaves implements AutoCloseable {
    private static final String FILE = "leaves.cl";
    private static final int JOIN_GROUP = 64;
    /** Lookups of a chunk, as in leaves.h. */
    private static final int CHUNK = 8192;
    /** The counts and signs of a launch. */
    private static final long MOST_COUNTS = 64L << 20;
    /** What the kernels' own variables take of a work-group's local memory, rounded up: sums, and what kb_ask_bits scans with. */
    private static final int LOCAL_OF_KERNEL = 2304;
    private static final int LOCAL_OF_ASKING = LOCAL_OF_KERNEL + 1536;

    private final ClDevice device;
    private final Lanes lanes;
    private final int group;
    private final int segment;
    private final int askSegment;
    private final OpenClSieve sieve;
    private final DeviceTables<LeafTables> copies = new DeviceTables<>(DeviceLeaves::parts, "the tables of prime counting");

    OpenClLeaves(ClDevice device, Lanes lanes, OpenClSieve sieve) {
        super(device.device().name());
        this.device = device;
        this.lanes = lanes;
        this.group = OpenClPrimes.group(device);
        // On a GPU the 32 KiB that every device has, or two groups a unit; on a CPU local memory is plain memory, and stays in L2.
        long most = device.isCpu() ? Math.min(device.localBytes(), 256 << 10) : Math.max(Math.min(device.localBytes(), 32 << 10),
                device.localBytes() / 2);
        this.segment = segmentBytes((int) most - LOCAL_OF_KERNEL);
        this.askSegment = askSegmentBytes((int) most - LOCAL_OF_ASKING);
        this.sieve = sieve;
    }

    @Override
    public int breadth() {
        return device.isCpu() ? 1 : device.computeUnits();
    }

    @Override
    public void release(LeafTables tables) {
        copies.release(tables);
    }

    @Override
    protected long with(LeafTables tables, ToLongFunction<Launches> call) {
        return lanes.run(lane -> {
            try (DeviceTables<LeafTables>.Copy copy = copies.of(tables, lane)) {
                return call.applyAsLong(new OnLane(lane, copy));
            }
        });
    }

    @Override
    public void close() {
        copies.close();
    }

    private final class OnLane implements Launches {
        private final Lane lane;
        private final DeviceTables<LeafTables>.Copy copy;

        OnLane(Lane lane, DeviceTables<LeafTables>.Copy copy) {
            this.lane = lane;
            this.copy = copy;
        }

        @Override
        public long sumPi(long[] jobs, int count, long lookups) {
            int groups = (int) Math.min((lookups + CHUNK - 1) / CHUNK, 8L * device.computeUnits());
            DeviceBuffer in = lane.scratch(0, (long) Long.BYTES * JOB * count);
            DeviceBuffer sums = lane.scratch(1, (long) Long.BYTES * groups);
            lane.write(MemorySegment.ofArray(jobs).asSlice(0, (long) Long.BYTES * JOB * count), in, 0);
            lane.launch(FILE, "kb_sum_pi", (long) groups * group, group, copy.at(PAIRS), copy.at(PRIMES), in, count, lookups, sums);
            return Arrays.stream(read(sums, groups)).sum();
        }

        @Override
        public int askSegment(long bytes) {
            // A short sieve is cut finer, so that all compute units have some of it.
            long wanted = (bytes + 128L * device.computeUnits() - 1) / (128L * device.computeUnits()) * 64;
            return (int) Math.clamp(wanted, Math.min(16 << 10, askSegment), askSegment) / 64 * 64;
        }

        @Override
        public long[] askSieve(BasePrimes base, long firstByte, long bytes, int length) {
            int segments = (int) ((bytes + length - 1) / length);
            LeafTables of = copy.source();
            DeviceBuffer bits = sieve.bits(lane, base, firstByte, bytes, lane.scratch(0, (bytes + 3) / 4 * 4));
            DeviceBuffer answers = lane.scratch(1, (long) Long.BYTES * ANSWERED * segments);
            lane.launch(FILE, "kb_ask_bits", (long) segments * group, group, bits, copy.at(PAIRS), of.x().low(), of.y(), of.pi().limit(),
                    firstByte, bytes, length, answers, new Lane.Local(askBytes(length)));
            return read(answers, ANSWERED * segments);
        }

        @Override
        public long most(int stages) {
            long segments = Math.clamp(MOST_COUNTS / (2L * Integer.BYTES * stages), 1, 32L * device.computeUnits());
            return segments * segment;
        }

        @Override
        public long[] hardLeaves(long[] stage, int stages, long firstByte, long bytes) {
            int segments = (int) ((bytes + segment - 1) / segment);
            LeafTables of = copy.source();
            DeviceBuffer in = lane.scratch(0, (long) Long.BYTES * stage.length);
            DeviceBuffer sums = lane.scratch(1, (long) Long.BYTES * segments);
            DeviceBuffer joined = lane.scratch(2, (long) Long.BYTES * JOINED * stages);
            DeviceBuffer phi = lane.scratch(3, (long) Integer.BYTES * segments * stages);
            DeviceBuffer mu = lane.scratch(4, (long) Integer.BYTES * segments * stages);
            DeviceBuffer tops = lane.scratch(5, (long) Integer.BYTES * segments);
            lane.write(MemorySegment.ofArray(stage), in, 0);
            lane.launch(FILE, "kb_hard_leaves", (long) segments * group, group, copy.at(PRIMES), copy.at(PAIRS),
                    copy.at(FACTOR), copy.at(LEAF), copy.at(WHEEL), copy.at(BELOW), in, of.wheel().length, (int) of.z(),
                    of.k(), stages, firstByte, bytes, segment, phi, mu, tops, sums, new Lane.Local(localBytes(segment)));
            lane.launch(FILE, "kb_join_leaves", (stages + JOIN_GROUP - 1L) / JOIN_GROUP * JOIN_GROUP, JOIN_GROUP, phi, mu, tops,
                    segments, stages, joined);
            long[] all = Arrays.copyOf(read(joined, JOINED * stages), JOINED * stages + segments);
            System.arraycopy(read(sums, segments), 0, all, JOINED * stages, segments);
            return all;
        }

        private long[] read(DeviceBuffer from, int count) {
            long[] read = new long[count];
            lane.read(from, 0, MemorySegment.ofArray(read));
            return read;
        }
    }
}
