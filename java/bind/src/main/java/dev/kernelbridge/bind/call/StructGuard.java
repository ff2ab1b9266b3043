package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.Struct;
import dev.kernelbridge.bind.StructType;
import dev.kernelbridge.bind.c.CType;
import java.lang.foreign.MemorySegment;

/**
 * Lets structs through of the type that a prototype asks for, and those that another text declares in the same way. Remembers the last
 * type that it let through, so that a call in a loop pays one comparison.
 */
final class StructGuard {

    private final CType.Aggregate wanted;
    private final StructType type;
    private final String what;
    private volatile StructType last;

    StructGuard(CType.Aggregate wanted, String what) {
        this.wanted = wanted;
        this.type = StructType.of(wanted);
        this.what = what;
    }

    /** {@return its memory, NULL for null} */
    MemorySegment through(Struct struct) {
        if (struct == null) {
            return MemorySegment.NULL;
        }
        if (struct.type() != last) {
            StructType given = struct.type();
            if (given.aggregate() != wanted && !given.layout().equals(type.layout())) { // with the names of struct and members
                throw new IllegalArgumentException(what + " takes " + wanted + ", and this is " + given);
            }
            last = given;
        }
        return struct.segment();
    }

    /** {@return the memory of any struct, for void *} */
    static MemorySegment any(Struct struct) {
        return struct == null ? MemorySegment.NULL : struct.segment();
    }

    /** {@return the memory of a struct that goes by value} */
    MemorySegment value(Struct struct) {
        if (struct == null) {
            throw new NullPointerException(what + " is null, and " + wanted + " goes by value");
        }
        return through(struct);
    }

    /** {@return the struct that C points to, or returned; null for NULL} */
    static Struct at(StructType type, MemorySegment memory) {
        return memory.address() == 0 && memory.isNative() ? null : memory.byteSize() >= type.size() ? type.at(memory)
                : type.atAddress(memory);
    }
}
