package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.c.CType;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * An argument of the C function.
 *
 * @param what what to call it in a message
 * @param at which parameter of the Java method it comes from
 * @param type its C type
 * @param way how it goes
 */
record Argument(String what, int at, CType type, Way way) {

    /** Makes a method handle when a call is linked: handles cost a JVM that has just started more than everything else here. */
    interface Handle {
        MethodHandle make();
    }

    /** How a Java value becomes what the linker takes. */
    sealed interface Way {
    }

    /**
     * By a conversion alone: numbers, enums, structs by value.
     *
     * @param conversion (java)carrier; null if there is none
     */
    record Value(Class<?> carrier, Handle conversion) implements Way {
    }

    /**
     * A String, copied for the call.
     *
     * @param nullable whether null is NULL
     */
    record Text(boolean nullable) implements Way {
    }

    /**
     * Memory: a segment as it is, the Java heap by a copy, or in place if the call is short.
     *
     * @param segment (java)MemorySegment, of null NULL
     * @param back (java, MemorySegment)void: takes back what a heap segment stands for; null if it is the Java array itself
     * @param direction which way it is copied
     * @param nullable whether null is NULL
     * @param given whether it is memory of the user's own, which may be outside the heap, read-only, or NULL
     * @param strict whether NULL must be allowed
     * @param elementSize the bytes that one element takes; of void 1
     * @param size how many elements there must be; empty if that is not known
     */
    record Memory(Handle segment, Handle back, Signature.Direction direction, boolean nullable, boolean given, boolean strict,
            long elementSize, List<Factor> size) implements Way {
    }

    /**
     * A factor of a size.
     *
     * @param number its value, if it is no argument
     * @param argument which argument of the C function has it; -1 if none
     */
    record Factor(long number, int argument) {
    }

    /**
     * A record, written into memory that lives for the call.
     *
     * @param writer (Record, MemorySegment)void
     * @param nullable whether null is NULL
     */
    record Written(MethodHandle writer, long size, long alignment, boolean nullable) implements Way {
    }

    /**
     * A lambda, which C can call while the call lasts.
     *
     * @param stub (Object, Arena)MemorySegment
     * @param nullable whether null is NULL
     */
    record Lambda(MethodHandle stub, boolean nullable) implements Way {
    }

    /** {@return what the linker takes} */
    Class<?> carrier() {
        return way instanceof Value value ? value.carrier() : java.lang.foreign.MemorySegment.class;
    }
}
