package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.data.Unicode;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * The memory that lives as long as one call: copies of strings and arrays, records, {@code errno}, callbacks. Exists because an
 * arena of its own costs a short call several times what the call does.
 *
 * <p>Each platform thread has one frame with 64 KB that its calls use one after the other. Whatever finds it taken or is not meant to
 * have one gets a frame that keeps everything in an arena, closed at the end of the call: a call that C makes through a callback,
 * a virtual thread (there can be millions), and what is too large.
 */
final class Frame implements SegmentAllocator {

    private static final int SLAB = 64 << 10; // what a C programmer would put on the stack; more takes longer to copy than malloc takes
    private static final long STATE = Linker.Option.captureStateLayout().byteSize();
    private static final ThreadLocal<Frame> OWN = ThreadLocal.withInitial(() -> new Frame(Arena.ofAuto().allocate(SLAB, 64)));

    private final MemorySegment slab; // null: all of it goes into the arena
    private long top;
    private Arena arena;
    private boolean taken; // only its own thread looks

    private Frame(MemorySegment slab) {
        this.slab = slab;
    }

    /** {@return a frame that is nobody else's until {@link #leave}} */
    static Frame enter() {
        if (!Thread.currentThread().isVirtual()) {
            Frame own = OWN.get();
            if (!own.taken) {
                own.taken = true;
                return own;
            }
        }
        return new Frame(null);
    }

    /** {@return the frame; a new one if there is none yet and that memory must be copied} */
    static Frame forHeap(Frame frame, MemorySegment memory) {
        return frame != null || memory.isNative() ? frame : enter();
    }

    /** Gives the frame back, and with it all that it holds. */
    void leave() {
        Arena rest = arena;
        top = 0;
        arena = null;
        taken = false;
        if (rest != null) {
            rest.close();
        }
    }

    /** {@return an arena that the call's end closes} */
    Arena arena() {
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
    MemorySegment state() {
        return allocate(STATE, 8);
    }

    /** {@return the text in UTF-8 with a zero at its end; NULL for null} */
    MemorySegment text(String text, String what) {
        if (text == null) {
            return MemorySegment.NULL;
        }
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException(what + " has the character 0 at " + text.indexOf(0) + ", where C would take it to end");
        }
        long most = 3L * text.length() + 1; // UTF-8 takes at most 3 bytes for a Java char
        if (slab == null || most > SLAB - top) {
            return Unicode.whole(text, arena().allocateFrom(text), what);
        }
        MemorySegment copy = allocate(most, 1);
        copy.setString(0, text);
        return Unicode.whole(text, copy, what);
    }

    /** {@return a copy of memory in the Java heap; other memory itself} */
    static MemorySegment copy(Frame frame, MemorySegment memory) {
        if (memory.isNative()) {
            return memory;
        }
        return frame.allocate(memory.byteSize(), 16).copyFrom(memory);
    }

    /** {@return zeros in place of memory in the Java heap; other memory itself} */
    static MemorySegment blank(Frame frame, MemorySegment memory) {
        if (memory.isNative()) {
            return memory;
        }
        return frame.allocate(memory.byteSize(), 16).fill((byte) 0);
    }

    /**
     * {@return the part of another argument's copy that is that memory, too, so that C sees one where Java has one; null if they have
     * nothing in common} Copies of both would be written back one over the other.
     *
     * @param fill whether the copy has nothing of it yet, and C reads it
     */
    static MemorySegment shared(MemorySegment memory, MemorySegment other, MemorySegment copy, boolean fill, String what) {
        return memory.isNative() || other.isNative() ? null : overlap(memory, other, copy, fill, what);
    }

    private static MemorySegment overlap(MemorySegment memory, MemorySegment other, MemorySegment copy, boolean fill, String what) {
        MemorySegment common = other.asOverlappingSlice(memory).orElse(null);
        if (common == null) {
            return null;
        }
        if (common.byteSize() < memory.byteSize()) {
            throw new IllegalArgumentException(what + " overlaps an argument before it by a part, and C gets copies of both; take memory "
                    + "of an Arena");
        }
        MemorySegment part = copy.asSlice(common.address() - other.address(), memory.byteSize());
        return fill ? part.copyFrom(memory) : part;
    }

    /** {@return the copy that another argument has of the same array} */
    static MemorySegment twin(MemorySegment memory, MemorySegment copy, boolean fill) {
        return fill && !memory.isNative() ? copy.copyFrom(memory) : copy;
    }

    /** Copies back what C wrote, where there was a copy. */
    static void back(MemorySegment copy, MemorySegment memory) {
        if (!memory.isNative()) {
            memory.copyFrom(copy);
        }
    }
}
