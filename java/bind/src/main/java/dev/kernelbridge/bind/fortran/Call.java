package dev.kernelbridge.bind.fortran;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

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
            for (int i = 0; i < values.length; i++) {
                Argument a = arguments.get(i);
                Object value = values[i];
                if (a.byValue()) {
                    passed.add(Places.scalar(a, value));
                    continue;
                }
                MemorySegment place = value == null ? absent(a) : Places.in(a, value, needed(a, integers), arena);
                passed.add(place);
                if (a.type().kind() == Kind.CHARACTER) {
                    lengths.add(place.byteSize());
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

    /** How many elements the routine may touch: all but the last extent, if that one is open. */
    private long needed(Argument a, Map<String, Long> integers) {
        long needed = 1;
        for (Extent extent : a.extents()) {
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
