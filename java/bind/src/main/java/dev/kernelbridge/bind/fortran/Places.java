package dev.kernelbridge.bind.fortran;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.kernelbridge.bind.ColumnMajor;
import dev.kernelbridge.bind.fortran.Routine.Argument;
import dev.kernelbridge.bind.fortran.Routine.Intent;
import dev.kernelbridge.bind.fortran.Routine.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Where an argument of a Fortran call lies: native memory as it is, everything of Java's heap as a copy for the call, written back
 * unless the intent is {@code in}. Stateless.
 */
final class Places {

    private Places() {
    }

    /** The place of a value, with at least {@code needed} elements. */
    static MemorySegment in(Argument a, Object value, long needed, Arena arena) {
        if (value instanceof ColumnMajor matrix) {
            return in(a, matrix.memory(), needed, arena);
        }
        if (value instanceof MemorySegment memory && memory.isReadOnly() && a.intent() != Intent.IN) {
            throw new IllegalArgumentException(a + " may be written by the routine, and the memory is read-only; declare intent(in) if it is not");
        }
        if (value instanceof MemorySegment memory && memory.isNative()) {
            require(a, memory.byteSize() / elementBytes(a), needed);
            return memory;
        }
        if (a.scalar() && !(value instanceof MemorySegment) && !value.getClass().isArray()) {
            if (value instanceof String text && a.type().kind() == Kind.CHARACTER) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                require(a, bytes.length, needed);
                MemorySegment place = arena.allocate(Math.max(1, bytes.length)).asSlice(0, bytes.length);
                return place.copyFrom(MemorySegment.ofArray(bytes));
            }
            if (a.intent() == Intent.OUT || a.intent() == Intent.INOUT) {
                throw new IllegalArgumentException(a + " is written by the routine: give an array of length 1 or a MemorySegment to find the"
                        + " value in, not " + named(value));
            }
            return store(a, scalar(a, value), arena);
        }
        MemorySegment source = heap(a, value);
        require(a, source.byteSize() / elementBytes(a), needed);
        MemorySegment place = arena.allocate(Math.max(1, source.byteSize()), 16).asSlice(0, source.byteSize());
        return place.copyFrom(source); // also for an intent of out: what the routine leaves alone must come back as it was
    }

    /** Writes the copy back to where it came from, if it is one. */
    static void back(MemorySegment place, Object value) {
        if (value instanceof ColumnMajor matrix) {
            back(place, matrix.memory());
        } else if (value instanceof MemorySegment memory) {
            if (!memory.isNative()) {
                memory.copyFrom(place);
            }
        } else if (value != null && value.getClass().isArray()) {
            if (value instanceof boolean[] flags) {
                long bytes = place.byteSize() / Math.max(1, flags.length);
                for (int i = 0; i < flags.length; i++) {
                    flags[i] = place.get(JAVA_BYTE, i * bytes) != 0;
                }
            } else {
                heapOf(value).copyFrom(place);
            }
        }
    }

    /** A scalar in the carrier that the linker wants, refused if it does not fit. */
    static Object scalar(Argument a, Object value) {
        int bytes = a.type().bytes();
        switch (a.type().kind()) {
            case INTEGER -> {
                if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
                    long v = ((Number) value).longValue();
                    int spare = 64 - 8 * bytes;
                    if (v << spare >> spare != v) {
                        throw new IllegalArgumentException(a + " does not hold " + v + "; it has " + bytes + " bytes");
                    }
                    return whole(v, bytes);
                }
            }
            case LOGICAL -> {
                if (value instanceof Boolean b) {
                    return whole(b ? 1 : 0, bytes);
                }
            }
            case REAL -> {
                if (bytes == 8 && (value instanceof Double || value instanceof Float || value instanceof Integer)) {
                    return ((Number) value).doubleValue();
                }
                if (bytes == 4 && value instanceof Float) {
                    return value;
                }
            }
            default -> {
                // characters and complex numbers come as strings and arrays
            }
        }
        throw wrong(a, value);
    }

    static IllegalArgumentException wrong(Argument a, Object value) {
        String takes = switch (a.type().kind()) {
            case INTEGER -> "a whole number" + (a.intent() == Intent.IN ? "" : " or an array " + array(a) + " of length 1");
            case LOGICAL -> "a boolean" + (a.intent() == Intent.IN ? "" : " or a boolean[] of length 1");
            case REAL -> a.type().bytes() == 8 ? "a double or a double[]" : "a float or a float[]";
            case COMPLEX -> array(a) + " with the real and the imaginary part of each number";
            case CHARACTER -> "a String or a byte[]";
        };
        return new IllegalArgumentException(a + " takes " + (a.scalar() ? takes : array(a)) + " or a MemorySegment, not " + named(value));
    }

    private static Object whole(long v, int bytes) {
        return switch (bytes) {
            case 1 -> (Object) (byte) v;
            case 2 -> (short) v;
            case 4 -> (int) v;
            default -> v;
        };
    }

    private static MemorySegment store(Argument a, Object value, Arena arena) {
        return switch (value) {
            case Byte v -> arena.allocateFrom(JAVA_BYTE, v);
            case Short v -> arena.allocateFrom(ValueLayout.JAVA_SHORT, v);
            case Integer v -> arena.allocateFrom(ValueLayout.JAVA_INT, v);
            case Long v -> arena.allocateFrom(ValueLayout.JAVA_LONG, v);
            case Float v -> arena.allocateFrom(ValueLayout.JAVA_FLOAT, v);
            case Double v -> arena.allocateFrom(ValueLayout.JAVA_DOUBLE, v);
            default -> throw wrong(a, value);
        };
    }

    private static MemorySegment heap(Argument a, Object value) {
        if (value instanceof MemorySegment memory) {
            return memory;
        }
        if (value instanceof boolean[] flags && a.type().kind() == Kind.LOGICAL) {
            byte[] bytes = new byte[flags.length * a.type().bytes()];
            for (int i = 0; i < flags.length; i++) {
                bytes[i * a.type().bytes()] = (byte) (flags[i] ? 1 : 0); // .true. is 1 in gfortran and flang; little-endian
            }
            return MemorySegment.ofArray(bytes);
        }
        if (!value.getClass().getSimpleName().equals(array(a))) {
            throw wrong(a, value);
        }
        return heapOf(value);
    }

    private static MemorySegment heapOf(Object array) {
        return switch (array) {
            case byte[] v -> MemorySegment.ofArray(v);
            case short[] v -> MemorySegment.ofArray(v);
            case int[] v -> MemorySegment.ofArray(v);
            case long[] v -> MemorySegment.ofArray(v);
            case float[] v -> MemorySegment.ofArray(v);
            case double[] v -> MemorySegment.ofArray(v);
            default -> throw new IllegalArgumentException("an array of " + array.getClass().getComponentType() + " has no form in Fortran");
        };
    }

    private static String array(Argument a) {
        return Call.layout(a.type()).carrier().getSimpleName() + "[]";
    }

    private static long elementBytes(Argument a) {
        return (long) a.type().bytes() * (a.type().kind() == Kind.COMPLEX ? 2 : 1);
    }

    private static void require(Argument a, long there, long needed) {
        if (there < needed) {
            throw new IllegalArgumentException(a + " has " + there + " elements, and the routine uses " + needed
                    + "; give it an array of at least that length");
        }
    }

    private static String named(Object value) {
        return value == null ? "null" : "a " + value.getClass().getSimpleName();
    }
}
