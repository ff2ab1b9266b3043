package dev.kernelbridge.cuda;

import dev.kernelbridge.spi.Resident;
import java.lang.foreign.MemorySegment;
import jcuda.driver.CUdeviceptr;

/**
 * Memory that stays on the device. Copies first wait for the resident work, then go through a lane's pinned memory, one piece under way
 * while the next is brought there, and are done on return. A read that fails may have filled a part of its target: what it was to fill
 * is lost then anyway.
 */
final class CudaResident implements Resident {
    private static final long PIECE = Lane.CHUNK_BYTES;

    private final Lanes lanes;
    private final Stream work;
    private final Memory.OnDevice memory;
    private final long bytes;

    CudaResident(Lanes lanes, Stream work, Memory.OnDevice memory, long bytes) {
        this.lanes = lanes;
        this.work = work;
        this.memory = memory;
        this.bytes = bytes;
    }

    CUdeviceptr at(long offset) {
        return memory.at(offset);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void write(MemorySegment from, long at) {
        long length = from.byteSize();
        if (length == 0) {
            return;
        }
        lanes.run(lane -> {
            work.finish();
            Memory.Pinned pinned = lane.in(Lane.SLOTS * Math.min(length, PIECE));
            int slot = 0;
            for (long done = 0; done < length; done += PIECE) {
                long piece = Math.min(PIECE, length - done);
                Stream stream = lane.stream(slot);
                stream.finish();
                MemorySegment.copy(from, done, pinned.segment(), slot * PIECE, piece);
                stream.copyIn(memory.at(at + done), pinned.at(slot * PIECE), piece);
                slot = (slot + 1) % Lane.SLOTS;
            }
            lane.finish();
        });
    }

    @Override
    public void read(long at, MemorySegment to) {
        long length = to.byteSize();
        if (length == 0) {
            return;
        }
        lanes.run(lane -> {
            work.finish();
            Memory.Pinned pinned = lane.in(Lane.SLOTS * Math.min(length, PIECE));
            int slot = 0;
            fetch(lane, pinned, slot, at, 0, length);
            for (long done = 0; done < length; done += PIECE) {
                int next = (slot + 1) % Lane.SLOTS;
                fetch(lane, pinned, next, at, done + PIECE, length);
                lane.stream(slot).finish();
                MemorySegment.copy(pinned.segment(), slot * PIECE, to, done, Math.min(PIECE, length - done));
                slot = next;
            }
        });
    }

    @Override
    public void close() {
        memory.free();
    }

    private void fetch(Lane lane, Memory.Pinned pinned, int slot, long at, long done, long length) {
        if (done < length) {
            lane.stream(slot).copyOut(pinned.at(slot * PIECE), memory.at(at + done), Math.min(PIECE, length - done));
        }
    }
}
