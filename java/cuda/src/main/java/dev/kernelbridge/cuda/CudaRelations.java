package dev.kernelbridge.cuda;

import static dev.kernelbridge.cuda.Stream.u32;

import dev.kernelbridge.spi.DeviceRelations;
import dev.kernelbridge.spi.SieveTables;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.Consumer;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** Launches the quadratic sieve; the number's tables stay on the device from call to call. */
final class CudaRelations extends DeviceRelations {
    private final LoadedKernels kernels;
    private final Lanes lanes;
    private final Geometry geometry;
    private final DeviceTables<SieveTables> tables;

    CudaRelations(Gpu gpu, LoadedKernels kernels, Memory memory, Lanes lanes, Geometry geometry) {
        super(gpu.device(), geometry.relations());
        this.kernels = kernels;
        this.lanes = lanes;
        this.geometry = geometry;
        this.tables = new DeviceTables<>(memory, DeviceRelations::parts);
    }

    @Override
    protected void with(SieveTables of, Consumer<Launches> call) {
        lanes.run(lane -> {
            try (DeviceTables<SieveTables>.Copy copy = tables.of(of, lane)) {
                call.accept(new OnLane(lane, copy));
            }
        });
    }

    @Override
    public void release(SieveTables of) {
        tables.release(of);
    }

    private final class OnLane implements Launches {
        private final Lane lane;
        private final DeviceTables<SieveTables>.Copy copy;
        private final Stream stream;

        OnLane(Lane lane, DeviceTables<SieveTables>.Copy copy) {
            this.lane = lane;
            this.copy = copy;
            this.stream = lane.stream(0);
        }

        @Override
        public void reserve(Slot slot, long ints) {
            lane.scratch(slot.ordinal(), Integer.BYTES * ints);
        }

        @Override
        public void clear(Slot slot, long ints) {
            stream.clear(lane.scratch(slot.ordinal(), Integer.BYTES * ints).at(0), ints);
        }

        @Override
        public void write(Slot slot, int[] data) {
            long bytes = (long) Integer.BYTES * data.length;
            stream.finish(); // what was written before has left the pinned memory
            Memory.Pinned pinned = lane.in(bytes);
            MemorySegment.copy(data, 0, pinned.segment(), ValueLayout.JAVA_INT, 0, data.length);
            stream.copyIn(lane.scratch(slot.ordinal(), bytes).at(0), pinned.at(0), bytes);
        }

        @Override
        public int[] read(Slot slot, int ints) {
            long bytes = (long) Integer.BYTES * ints;
            try (Lane.Result result = lane.out(bytes)) {
                stream.copyOut(result.at(0, bytes), address(slot), bytes);
                stream.finish();
                return result.segment().asSlice(0, bytes).toArray(ValueLayout.JAVA_INT);
            }
        }

        @Override
        public void items(String kernel, long items, Object... args) {
            kernels.launch(stream, kernel, geometry.elements(items), pointers(args));
        }

        @Override
        public void blocks(String kernel, long blocks, int localBytes, Object... args) {
            kernels.launch(stream, kernel, geometry.pieces(blocks, localBytes), pointers(args));
        }

        private CUdeviceptr address(Slot slot) {
            return lane.scratch(slot.ordinal(), 0).at(0);
        }

        private Pointer[] pointers(Object[] args) {
            return Arrays.stream(args).map(arg -> switch (arg) {
                case Integer value -> u32(value);
                case Slot slot -> Stream.address(address(slot));
                case Table table -> Stream.address(copy.at(table.part()));
                default -> throw new IllegalArgumentException("a kernel argument of " + arg.getClass());
            }).toArray(Pointer[]::new);
        }
    }
}
