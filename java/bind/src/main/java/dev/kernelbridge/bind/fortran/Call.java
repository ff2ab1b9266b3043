package dev.kernelbridge.bind.fortran;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.kernelbridge.bind.ColumnMajor;
import dev.kernelbridge.bind.fortran.Routine.Argument;
import dev.kernelbridge.bind.fortran.Routine.Intent;
import dev.kernelbridge.bind.fortran.Routine.Kind;
import dev.kernelbridge.bind.fortran.Routine.Type;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A Fortran routine at an address, ready to be called: arguments by reference, the lengths of strings behind them all, as gfortran and
 * flang have it. Everything is checked before anything native runs. Immutable; may be called from any thread.
 */
public final class Call {

    private final Routine routine;
    private final MethodHandle handle;

    /** Links a routine. */
    public Call(Routine routine, MemorySegment address) {
        this.routine = routine;
        List<MemoryLayout> layouts = new ArrayList<>();
        for (Argument a : routine.arguments()) {
            layouts.add(a.byValue() ? layout(a.type()) : ADDRESS);
        }
        routine.arguments().stream().filter(a -> a.type().kind() == Kind.CHARACTER && !a.byValue()).forEach(a -> layouts.add(JAVA_LONG));
        MemoryLayout[] all = layouts.toArray(MemoryLayout[]::new);
        handle = Linker.nativeLinker().downcallHandle(address,
                routine.result().map(type -> FunctionDescriptor.of(layout(type), all)).orElseGet(() -> FunctionDescriptor.ofVoid(all)))
                .asSpreader(Object[].class, all.length);
    }

    /** {@return what it calls} */
    public Routine routine() {
        return routine;
    }

    /**
     * Calls it.
     *
     * @return a function's result; null for a subroutine
     * @throws IllegalArgumentException if an argument does not fit
     */
    public Object with(Object... values) {
        List<Argument> arguments = routine.arguments();
        if (values.length != arguments.size()) {
            throw new IllegalArgumentException(routine + " takes " + arguments.size() + " arguments, and got " + values.length);
        }
        Map<String, Long> integers = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            Argument a = arguments.get(i);
            if (a.scalar() && a.type().kind() == Kind.INTEGER && values[i] != null && (a.intent() != Intent.OUT || values[i] instanceof Number)) {
                integers.put(a.name(), integer(a, values[i]));
            }
        }
        try (Arena arena = Arena.ofConfined()) {
            List<Object> passed = new ArrayList<>();
            List<Object> lengths = new ArrayList<>();
            Map<Object, MemorySegment> copies = new IdentityHashMap<>();
            for (int i = 0; i < values.length; i++) {
                Argument a = arguments.get(i);
                Object value = values[i];
                if (a.byValue()) {
                    passed.add(Places.scalar(a, value));
                    continue;
                }
                long needed = needed(a, integers);
                MemorySegment place = value == null ? absent(a) : Places.in(a, value, needed, arena);
                if (value instanceof ColumnMajor matrix) {
                    leading(a, matrix, integers);
                }
                if (value instanceof ColumnMajor || value != null && value.getClass().isArray()) {
                    MemorySegment twin = copies.putIfAbsent(value, place); // one array is one in Fortran, too: copies would be written back
                    place = twin != null && twin.byteSize() == place.byteSize() ? twin : place; // one over the other
                }
                passed.add(place);
                if (a.type().kind() == Kind.CHARACTER) {
                    lengths.add(length(a, place, integers));
                }
            }
            passed.addAll(lengths);
            Object result = invoke(passed.toArray());
            for (int i = 0; i < values.length; i++) {
                if (!arguments.get(i).byValue() && arguments.get(i).intent() != Intent.IN) {
                    Places.back((MemorySegment) passed.get(i), values[i]);
                }
            }
            boolean logical = routine.result().filter(type -> type.kind() == Kind.LOGICAL).isPresent();
            return logical ? (Object) (((Number) result).longValue() != 0) : result;
        }
    }

    /** The length of one string. */
    private long length(Argument a, MemorySegment place, Map<String, Long> integers) {
        if (a.scalar() || place.address() == 0) {
            return place.byteSize();
        }
        if (!a.length().open()) {
            return a.length().value(integers).getAsLong();
        }
        long strings = elements(a, integers);
        if (strings == 0 || place.byteSize() % strings != 0) {
            throw new IllegalArgumentException(a + " of " + routine + " has " + strings + " strings of one length, and " + place.byteSize()
                    + " bytes are not that");
        }
        return place.byteSize() / strings;
    }

    /** Refuses a matrix whose columns are elsewhere than the routine looks for them. */
    private void leading(Argument a, ColumnMajor matrix, Map<String, Long> integers) {
        if (a.extents().size() == 2 && matrix.columns() > 1
                && a.extents().getFirst().value(integers).getAsLong() != matrix.leadingDimension()) {
            throw new IllegalArgumentException(a + " of " + routine + " has its columns " + a.extents().getFirst().value(integers).getAsLong()
                    + " elements apart, and the matrix's leading dimension is " + matrix.leadingDimension());
        }
    }

    private Object invoke(Object[] arguments) {
        try {
            return handle.invoke(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("native code throws nothing", e);
        }
    }

    private MemorySegment absent(Argument a) {
        if (!a.optional()) {
            throw new NullPointerException("argument " + a.name() + " of " + routine + " is null; only an optional one may be");
        }
        return MemorySegment.NULL;
    }

    /** How many elements, of strings characters, the routine may touch: all but the last extent, if that one is open. */
    private long needed(Argument a, Map<String, Long> integers) {
        List<Extent> sizes = new ArrayList<>(a.extents());
        if (a.length() != null) {
            sizes.add(a.length());
        }
        return a.length() != null && a.length().open() ? 0 : product(a, sizes, integers);
    }

    private long elements(Argument a, Map<String, Long> integers) {
        return product(a, a.extents(), integers);
    }

    private long product(Argument a, List<Extent> sizes, Map<String, Long> integers) {
        long needed = 1;
        for (Extent extent : sizes) {
            for (String name : extent.names()) {
                if (!integers.containsKey(name)) {
                    throw new IllegalArgumentException("argument " + a.name() + " of " + routine + " has as many elements as " + extent.text()
                            + ", and " + name + " has no value before the call; declare the extent as *");
                }
            }
            OptionalLong value = extent.value(integers);
            try {
                needed = value.isPresent() ? Math.multiplyExact(needed, value.getAsLong()) : needed;
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("argument " + a.name() + " of " + routine + " would have more than 2^63 elements: " + a, e);
            }
        }
        return needed;
    }

    private long integer(Argument a, Object value) {
        return switch (value) {
            case Number n -> n.longValue();
            case int[] v when v.length > 0 -> v[0];
            case long[] v when v.length > 0 -> v[0];
            case short[] v when v.length > 0 -> v[0];
            case byte[] v when v.length > 0 -> v[0];
            case MemorySegment m when m.byteSize() >= a.type().bytes() -> ((Number) switch (a.type().bytes()) {
                case 1 -> m.get(JAVA_BYTE, 0);
                case 2 -> m.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0);
                case 4 -> m.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
                default -> m.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
            }).longValue();
            default -> throw Places.wrong(a, value);
        };
    }

    /** What C would have for a value of that type. */
    static ValueLayout layout(Type type) {
        return switch (type.kind()) {
            case REAL, COMPLEX -> type.bytes() == 4 ? JAVA_FLOAT : JAVA_DOUBLE;
            default -> switch (type.bytes()) {
                case 1 -> JAVA_BYTE;
                case 2 -> JAVA_SHORT;
                case 4 -> JAVA_INT;
                default -> JAVA_LONG;
            };
        };
    }
}
