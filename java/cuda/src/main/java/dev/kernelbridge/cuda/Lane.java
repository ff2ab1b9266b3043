package dev.kernelbridge.cuda;

import dev.kernelbridge.spi.DeviceRelations;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jcuda.Pointer;

/**
 * What a call borrows while it runs: two streams, so that one chunk is copied while another computes; pinned memory to copy through;
 * scratch memory on the device. Buffers grow to what was needed most, within the bounds below, and stay for the next call. Between
 * calls nothing is under way in it.
 */
final class Lane {
    static final int SLOTS = 2;

    /** Pieces of memory on the device, which grow apart from each other. */
    static final int PIECES = DeviceRelations.Slot.values().length;

    /** A chunk of one operand. PCIe is near its best from about 1 MB on, and three operands twice are 12 MB pinned. */
    static final int CHUNK_BYTES = 2 << 20;

    /** Pinned memory for a call's result; core's calls need 32 MB at most. A longer result waits in ordinary memory. */
    static final long MOST_PINNED_OUT = 32 << 20;

    private static final long LEAST = 64 << 10;

    private final Memory memory;
    private final Stream[] streams = new Stream[SLOTS];
    private Memory.Pinned in;
    private Memory.Pinned out;
    private final Memory.OnDevice[] scratch = new Memory.OnDevice[PIECES];

    Lane(Context context, Memory memory) {
        this.memory = memory;
        for (int slot = 0; slot < SLOTS; slot++) {
            streams[slot] = new Stream(context);
        }
    }

    Stream stream(int slot) {
        return streams[slot];
    }

    /** Pinned memory for what goes to the device. */
    Memory.Pinned in(long bytes) {
        if (in == null || in.segment().byteSize() < bytes) {
            if (in != null) {
                in.free();
                in = null;
            }
            in = memory.pinned(rounded(bytes));
        }
        return in;
    }

    /** Memory on the device. */
    Memory.OnDevice scratch(long bytes) {
        return scratch(0, bytes);
    }

    /** The same, one of several pieces. */
    Memory.OnDevice scratch(int piece, long bytes) {
        if (scratch[piece] == null || scratch[piece].bytes() < bytes) {
            if (scratch[piece] != null) {
                scratch[piece].free();
                scratch[piece] = null;
            }
            scratch[piece] = memory.onDevice(rounded(bytes));
        }
        return scratch[piece];
    }

    /** Where a call's whole result waits until it is known to be good: only then is it copied to the caller. */
    Result out(long bytes) {
        if (bytes > MOST_PINNED_OUT) {
            Arena arena = Arena.ofShared();
            return new Result(arena.allocate(bytes), null, arena);
        }
        if (out == null || out.segment().byteSize() < bytes) {
            if (out != null) {
                out.free();
                out = null;
            }
            out = memory.pinned(rounded(bytes));
        }
        return new Result(out.segment().asSlice(0, bytes), out, null);
    }

    /** Waits for all that is under way. */
    void finish() {
        for (Stream stream : streams) {
            stream.finish();
        }
    }

    /** Waits for whatever a failed call left under way. */
    void drain() {
        for (Stream stream : streams) {
            stream.drain();
        }
    }

    void close() {
        for (Stream stream : streams) {
            stream.close();
        }
    }

    /** A call's result on the host. */
    record Result(MemorySegment segment, Memory.Pinned pinned, Arena arena) implements AutoCloseable {
        Pointer at(long offset, long bytes) {
            return pinned != null ? pinned.at(offset) : Pointer.to(segment.asSlice(offset, bytes).asByteBuffer());
        }

        @Override
        public void close() {
            if (arena != null) {
                arena.close();
            }
        }
    }

    private static long rounded(long bytes) {
        return Math.max(LEAST, bytes <= 1 << 20 ? Long.highestOneBit(2 * bytes - 1) : Math.ceilDiv(bytes, 1 << 20) << 20);
    }
}
