package dev.kernelbridge.cuda;

import static dev.kernelbridge.cuda.Stream.address;
import static dev.kernelbridge.cuda.Stream.u32;
import static dev.kernelbridge.cuda.Stream.u64;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.DeviceLeaves;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.SievePatterns;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.ToLongFunction;

/** Combinatorial prime counting: the tables stay on the device from launch to launch. */
final class CudaLeaves extends DeviceLeaves {
    private final LoadedKernels kernels;
    private final Lanes lanes;
    private final Geometry geometry;
    private final CudaSieve sieve;
    private final DeviceTables<LeafTables> tables;

    CudaLeaves(String device, LoadedKernels kernels, Memory memory, Lanes lanes, Geometry geometry, CudaSieve sieve) {
        super(device);
        this.kernels = kernels;
        this.lanes = lanes;
        this.geometry = geometry;
        this.sieve = sieve;
        this.tables = new DeviceTables<>(memory, DeviceLeaves::parts);
    }

    @Override
    public int breadth() {
        return geometry.breadth();
    }

    @Override
    public void release(LeafTables of) {
        tables.release(of);
    }

    @Override
    protected long with(LeafTables of, ToLongFunction<Launches> call) {
        return lanes.with(lane -> {
            try (DeviceTables<LeafTables>.Copy copy = tables.of(of, lane)) {
                return call.applyAsLong(new OnLane(lane, of, copy));
            }
        });
    }

    private final class OnLane implements Launches {
        private final Lane lane;
        private final LeafTables of;
        private final DeviceTables<LeafTables>.Copy copy;
        private final Stream stream;

        OnLane(Lane lane, LeafTables of, DeviceTables<LeafTables>.Copy copy) {
            this.lane = lane;
            this.of = of;
            this.copy = copy;
            this.stream = lane.stream(0);
        }

        @Override
        public long sumPi(long[] jobs, int count, long lookups) {
            Geometry.Grid grid = geometry.lookups(lookups);
            long in = (long) Long.BYTES * JOB * count;
            Memory.OnDevice scratch = lane.scratch(in + (long) Long.BYTES * grid.blocks());
            copyIn(jobs, in, scratch);
            kernels.launch(stream, "kb_sum_pi", grid, address(copy.at(PAIRS)), address(copy.at(PRIMES)), address(scratch.at(0)), u32(count),
                    u64(lookups), address(scratch.at(in)));
            long sum = 0;
            for (long part : copyOut(scratch, in, grid.blocks())) {
                sum += part;
            }
            return sum;
        }

        @Override
        public int askSegment(long bytes) {
            return geometry.askSegmentBytes(bytes);
        }

        @Override
        public long[] askSieve(BasePrimes base, long firstByte, long bytes, int segment) {
            int primes = base.strikers(firstByte, bytes);
            int segments = (int) Math.ceilDiv(bytes, segment);
            long rows = CudaSieve.bytes(primes);
            try (DeviceTables<BasePrimes>.Copy strikers = sieve.copy(base, lane)) {
                Memory.OnDevice scratch = lane.scratch(rows + (long) Long.BYTES * ANSWERED * segments);
                sieve.launch(stream, "kb_ask_sieve", geometry.asks(segments, segment), strikers, primes,
                        SievePatterns.shared(base, segment), firstByte, scratch, address(copy.at(PAIRS)), u64(of.x().low()), u64(of.y()),
                        u64(of.pi().limit()), u64(firstByte), u64(bytes), u32(segment), address(scratch.at(rows)));
                return copyOut(scratch, rows, ANSWERED * segments);
            }
        }

        @Override
        public long most(int stages) {
            return (long) geometry.leafSegments(stages) * geometry.leafSegmentBytes();
        }

        @Override
        public long[] hardLeaves(long[] stage, int stages, long firstByte, long bytes) {
            int segment = geometry.leafSegmentBytes();
            int segments = (int) Math.ceilDiv(bytes, segment);
            Geometry.Grid grid = geometry.leaves(segments, segment);
            long joined = (long) Long.BYTES * STAGE * stages; // behind the stages; then the blocks' sums, the counts, the signs, the tops
            long sums = joined + (long) Long.BYTES * JOINED * stages;
            long phi = sums + (long) Long.BYTES * grid.blocks();
            long mu = phi + (long) Integer.BYTES * segments * stages;
            long tops = mu + (long) Integer.BYTES * segments * stages;
            Memory.OnDevice scratch = lane.scratch(tops + (long) Integer.BYTES * segments);
            copyIn(stage, joined, scratch);
            kernels.launch(stream, "kb_hard_leaves", grid, address(copy.at(PRIMES)), address(copy.at(PAIRS)), address(copy.at(FACTOR)),
                    address(copy.at(LEAF)), address(copy.at(WHEEL)), address(copy.at(BELOW)), address(scratch.at(0)),
                    u32(of.wheel().length), u32((int) of.z()), u32(of.k()), u32(stages), u64(firstByte), u64(bytes), u32(segment),
                    address(scratch.at(phi)), address(scratch.at(mu)), address(scratch.at(tops)), address(scratch.at(sums)));
            kernels.launch(stream, "kb_join_leaves", geometry.elements(stages), address(scratch.at(phi)), address(scratch.at(mu)),
                    address(scratch.at(tops)), u32(segments), u32(stages), address(scratch.at(joined)));
            return copyOut(scratch, joined, JOINED * stages + grid.blocks());
        }

        private void copyIn(long[] from, long bytes, Memory.OnDevice to) {
            Memory.Pinned pinned = lane.in(bytes);
            MemorySegment.copy(MemorySegment.ofArray(from), 0, pinned.segment(), 0, bytes);
            stream.copyIn(to.at(0), pinned.at(0), bytes);
        }

        private long[] copyOut(Memory.OnDevice from, long at, int count) {
            long bytes = (long) Long.BYTES * count;
            try (Lane.Result result = lane.out(bytes)) {
                stream.copyOut(result.at(0, bytes), from.at(at), bytes);
                stream.finish();
                return result.segment().asSlice(0, bytes).toArray(ValueLayout.JAVA_LONG);
            }
        }
    }
}
