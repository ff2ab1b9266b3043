package dev.kernelbridge.bind.call;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The memory that lives as long as one call: copies of strings and arrays, records, {@code errno}, callbacks. Exists because an
 * arena of its own costs a short call more than the call does.
 *
 * <p>A call takes a frame out of a table and puts it back, by one atomic exchange. So a frame is never shared: not by two threads, not
 * by a virtual thread and its carrier, and not by a call and another one that it makes through a callback. What does not fit into a
 * frame's 64 KB goes into an arena that the call's end closes.
 */
public final class Frame implements SegmentAllocator {

    private static final int SLAB = 64 << 10; // what a C programmer would put on the stack; more is copied for longer than malloc takes
    private static final int STRIDE = 16; // references apart: two cache lines, so that threads do not fight for one
    private static final int PLACES = Integer.highestOneBit(Math.max(8, 4 * Runtime.getRuntime().availableProcessors()) * 2 - 1);
    private static final AtomicReferenceArray<Frame> FREE = new AtomicReferenceArray<>(PLACES * STRIDE);
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final long STATE = Linker.Option.captureStateLayout().byteSize();

    private final MemorySegment slab; // null: all of it goes into the arena
    private long top;
    private Arena arena;

    private Frame(MemorySegment slab) {
        this.slab = slab;
    }

    /** {@return a frame that is nobody else's until {@link #leave}} */
    public static Frame enter() {
        int home = home();
        for (int i = 0; i < 4; i++) {
            int place = (home + i & PLACES - 1) * STRIDE;
            if (FREE.getPlain(place) != null) {
                Frame frame = FREE.getAndSet(place, null);
                if (frame != null) {
                    return frame;
                }
            }
        }
        // No more frames with a slab than places, so that each finds a place again; virtual threads can be millions.
        boolean more = MADE.get() < PLACES && MADE.incrementAndGet() <= PLACES;
        return new Frame(more ? Arena.ofAuto().allocate(SLAB, 64) : null);
    }

    /** {@return the frame; a new one if there is none yet and that memory must be copied} */
    public static Frame forHeap(Frame frame, MemorySegment memory) {
        return frame != null || memory.isNative() ? frame : enter();
    }

    /** Gives the frame back, and with it all that it holds. */
    public void leave() {
        Arena rest = arena;
        top = 0;
        arena = null;
        if (slab != null) {
            for (int place = home(); !FREE.compareAndSet((place & PLACES - 1) * STRIDE, null, this); place++) {
                continue; // ends: there are at least as many places as frames
            }
        }
        if (rest != null) {
            rest.close();
        }
    }

    /** {@return an arena that the call's end closes} */
    public Arena arena() {
        if (arena == null) {
            arena = Arena.ofConfined();
        }
        return arena;
    }

    /** {@return memory of unknown content} */
    @Override
    public MemorySegment allocate(long bytes, long alignment) {
        long start = top + alignment - 1 & -alignment;
        if (slab == null || alignment > 64 || bytes > SLAB - start) {
            return arena().allocate(bytes, alignment);
        }
        top = start + bytes;
        return slab.asSlice(start, bytes);
    }

    /** {@return room for {@code errno}, as the linker wants it} */
    public MemorySegment state() {
        return allocate(STATE, 8);
    }

    /** {@return the text in UTF-8 with a zero at its end; NULL for null} */
    public MemorySegment text(String text, String what) {
        if (text == null) {
            return MemorySegment.NULL;
        }
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException(what + " has the character 0 at " + text.indexOf(0) + ", where C would take it to end");
        }
        long most = 3L * text.length() + 1; // UTF-8 takes at most 3 bytes for a Java char
        if (slab == null || most > SLAB - top) {
            return arena().allocateFrom(text);
        }
        MemorySegment copy = allocate(most, 1);
        copy.setString(0, text);
        return copy;
    }

    /** {@return a copy of memory in the Java heap; other memory itself} */
    public static MemorySegment copy(Frame frame, MemorySegment memory) {
        if (memory.isNative()) {
            return memory;
        }
        return frame.allocate(memory.byteSize(), 16).copyFrom(memory);
    }

    /** {@return zeros in place of memory in the Java heap; other memory itself} */
    public static MemorySegment blank(Frame frame, MemorySegment memory) {
        if (memory.isNative()) {
            return memory;
        }
        return frame.allocate(memory.byteSize(), 16).fill((byte) 0);
    }

    /** Copies back what C wrote, where there was a copy. */
    public static void back(MemorySegment copy, MemorySegment memory) {
        if (!memory.isNative()) {
            memory.copyFrom(copy);
        }
    }

    private static int home() {
        return (int) Thread.currentThread().threadId() & PLACES - 1;
    }
}
