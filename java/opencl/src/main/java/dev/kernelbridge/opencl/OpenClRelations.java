package dev.kernelbridge.opencl;

import dev.kernelbridge.spi.DeviceRelations;
import dev.kernelbridge.spi.SieveTables;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Launches the quadratic sieve; the number's tables stay on the device from call to call. */
final class OpenClRelations extends DeviceRelations implements AutoCloseable {
    private static final String FILE = "relations.cl";
    private static final int ITEMS_GROUP = 64;
    /** What drivers take of local memory for themselves. */
    private static final int LOCAL_OF_OTHERS = 256;

    private final ClDevice device;
    private final Lanes lanes;
    private final int group;
    private final DeviceTables<SieveTables> copies = new DeviceTables<>(DeviceRelations::parts, "the tables of the quadratic sieve");

    OpenClRelations(ClDevice device, Lanes lanes) {
        super(device.device(), sizes(device));
        this.device = device;
        this.lanes = lanes;
        this.group = OpenClPrimes.group(device);
    }

    /** Segments of 32 KB at most: two or more groups share a GPU's unit, and a CPU has them in L1. Half where 32 KB is all there is. */
    private static Sizes sizes(ClDevice device) {
        int bits = 63 - Long.numberOfLeadingZeros(device.localBytes() - LOCAL_OF_OTHERS);
        long lists = Math.min(device.isCpu() ? 16 << 20 : 64 << 20, device.maxAllocation() / 2);
        return new Sizes(Math.clamp(bits, 10, 15), lists, 32);
    }

    @Override
    protected void with(SieveTables tables, Consumer<Launches> call) {
        lanes.run(lane -> {
            try (DeviceTables<SieveTables>.Copy copy = copies.of(tables, lane)) {
                call.accept(new OnLane(lane, copy));
            }
            return null;
        });
    }

    @Override
    public void close() {
        copies.close();
    }

    @Override
    public void release(SieveTables of) {
        copies.release(of);
    }

    private final class OnLane implements Launches {
        private final Lane lane;
        private final DeviceTables<SieveTables>.Copy copy;

        OnLane(Lane lane, DeviceTables<SieveTables>.Copy copy) {
            this.lane = lane;
            this.copy = copy;
        }

        @Override
        public void reserve(Slot slot, long ints) {
            lane.scratch(slot.ordinal(), Integer.BYTES * ints);
        }

        @Override
        public void clear(Slot slot, long ints) {
            lane.clear(lane.scratch(slot.ordinal(), Integer.BYTES * ints), Integer.BYTES * ints);
        }

        @Override
        public void write(Slot slot, int[] data) {
            lane.write(MemorySegment.ofArray(data), lane.scratch(slot.ordinal(), (long) Integer.BYTES * data.length), 0);
        }

        @Override
        public int[] read(Slot slot, int ints) {
            int[] read = new int[ints];
            lane.read(lane.scratch(slot.ordinal(), 0), 0, MemorySegment.ofArray(read));
            return read;
        }

        @Override
        public void items(String kernel, long items, Object... args) {
            long wanted = Math.min((items + ITEMS_GROUP - 1) / ITEMS_GROUP, 1024L * device.computeUnits());
            lane.launch(FILE, kernel, wanted * ITEMS_GROUP, ITEMS_GROUP, buffers(args));
        }

        @Override
        public void blocks(String kernel, long blocks, int localBytes, Object... args) {
            Object[] all = buffers(args);
            if (localBytes > 0) {
                all = Stream.concat(Arrays.stream(all), Stream.of(new Lane.Local(localBytes))).toArray();
            }
            lane.launch(FILE, kernel, Math.min(blocks, 64L * device.computeUnits()) * group, group, all);
        }

        private Object[] buffers(Object[] args) {
            return Arrays.stream(args).map(arg -> switch (arg) {
                case Slot slot -> lane.scratch(slot.ordinal(), 0);
                case Table table -> copy.at(table.part());
                default -> arg;
            }).toArray();
        }
    }
}
