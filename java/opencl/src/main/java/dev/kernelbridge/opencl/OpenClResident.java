package dev.kernelbridge.opencl;

import dev.kernelbridge.spi.Resident;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** A vector in the device's memory. */
final class OpenClResident implements Resident {

    private final Lanes lanes;
    private final DeviceBuffer buffer;
    private final Consumer<OpenClResident> onClose;

    OpenClResident(Lanes lanes, DeviceBuffer buffer, Consumer<OpenClResident> onClose) {
        this.lanes = lanes;
        this.buffer = buffer;
        this.onClose = onClose;
    }

    DeviceBuffer buffer() {
        return buffer;
    }

    @Override
    public long bytes() {
        return buffer.bytes();
    }

    @Override
    public void write(MemorySegment from, long at) {
        lanes.inOrder(lane -> {
            lane.write(from, buffer, at);
            return null;
        });
    }

    @Override
    public void read(long at, MemorySegment to) {
        lanes.inOrder(lane -> {
            lane.read(buffer, at, to);
            return null;
        });
    }

    @Override
    public void close() {
        onClose.accept(this);
        buffer.close();
    }
}
