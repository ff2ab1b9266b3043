package dev.kernelbridge.cuda;

import static dev.kernelbridge.cuda.Stream.address;
import static dev.kernelbridge.cuda.Stream.u32;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.spi.RoughEngine;
import dev.kernelbridge.spi.RoughTable;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.ReentrantLock;
import jcuda.Pointer;

/**
 * Prime counting by rough numbers: one launch of a graph a count. The graph has the steps of the largest count that its lists have room for, and
 * reads n and the primes from a table, so that counts of about one size share it; the last one is kept, with its lists. Where a driver refuses
 * to make it, the same kernels are launched one by one. Counts of several threads take turns: each fills the device.
 */
final class CudaRough implements RoughEngine {
    private static final System.Logger LOG = System.getLogger("dev.kernelbridge.cuda");
    private static final long ALIGNED = 256;

    private final String device;
    private final LoadedKernels kernels;
    private final Memory memory;
    private final Lanes lanes;
    private final Geometry geometry;
    private final ReentrantLock lock = new ReentrantLock();
    private Lists latest;
    private boolean refused; // the driver makes no such graph

    CudaRough(String device, LoadedKernels kernels, Memory memory, Lanes lanes, Geometry geometry) {
        this.device = device;
        this.kernels = kernels;
        this.memory = memory;
        this.lanes = lanes;
        this.geometry = geometry;
    }

    @Override
    public long count(long n) {
        long limit = RoughTable.limit(n);
        lock.lock();
        try {
            return lanes.with(lane -> {
                if (latest == null || latest.limit != limit) {
                    forget();
                    latest = new Lists(limit, lane);
                }
                return latest.count(n, lane);
            });
        } finally {
            lock.unlock();
        }
    }

    /** Once no count runs any more and none will. */
    void close() {
        lock.lock();
        try {
            forget();
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        Lists old = latest;
        latest = null;
        if (old != null) {
            old.free();
        }
    }

    /** The lists for counts up to a limit, and the launches that work on them. */
    private final class Lists {
        private final long limit;
        private final int room;
        private final Geometry.Grid each;
        private final Geometry.Grid end;
        private final Memory.OnDevice all;
        private final long small;
        private final long rough;
        private final long large;
        private final long sums;
        private final Graph graph; // or null

        Lists(long limit, Lane lane) {
            this.limit = limit;
            this.room = RoughTable.room(limit);
            this.each = geometry.elements(room);
            this.end = geometry.partSums();
            this.small = aligned((long) Long.BYTES * RoughTable.length(limit)); // behind the table
            this.rough = small + aligned(2L * Integer.BYTES * room);
            this.large = rough + aligned(2L * Integer.BYTES * room);
            this.sums = large + aligned(2L * Long.BYTES * room);
            this.all = memory.onDevice(sums + (long) Long.BYTES * end.blocks());
            this.graph = record(lane.stream(0));
        }

        private Graph record(Stream stream) {
            if (refused) {
                return null;
            }
            int steps = RoughTable.steps(limit);
            try {
                return stream.record("the graph of kb_rough_begin, " + steps + " kb_rough_step, kb_rough_end", () -> launch(stream, steps));
            } catch (DeviceFailedException e) { // if the device itself has failed, so will the launches
                refused = true;
                LOG.log(Level.WARNING, "the steps of prime counting cannot be made one graph on " + device + ": " + e.getMessage()
                        + "; they are launched one by one, which takes longer");
                return null;
            }
        }

        private void launch(Stream stream, int steps) {
            kernels.launch(stream, "kb_rough_begin", each, at(0), at(small), at(rough), at(large));
            for (int step = 0; step < steps; step++) {
                kernels.launch(stream, "kb_rough_step", each, at(0), u32(step), at(small), at(rough), at(large));
            }
            kernels.launch(stream, "kb_rough_end", end, at(0), at(small), at(rough), at(large), at(sums));
        }

        private Pointer at(long offset) {
            return address(all.at(offset));
        }

        long count(long n, Lane lane) {
            Stream stream = lane.stream(0);
            long[] table = RoughTable.of(n, room);
            long tableBytes = (long) Long.BYTES * table.length;
            long sumBytes = (long) Long.BYTES * end.blocks();
            Memory.Pinned in = lane.in(tableBytes);
            MemorySegment.copy(MemorySegment.ofArray(table), 0, in.segment(), 0, tableBytes);
            stream.copyIn(all.at(0), in.at(0), tableBytes);
            if (graph != null) {
                stream.launch(graph);
            } else {
                launch(stream, RoughTable.steps(n));
            }
            try (Lane.Result out = lane.out(sumBytes)) {
                stream.copyOut(out.at(0, sumBytes), all.at(sums), sumBytes);
                stream.finish();
                return RoughTable.primes(n, out.segment().asSlice(0, sumBytes).toArray(ValueLayout.JAVA_LONG));
            }
        }

        void free() {
            if (graph != null) {
                graph.close();
            }
            all.free();
        }
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNED) * ALIGNED;
    }
}
