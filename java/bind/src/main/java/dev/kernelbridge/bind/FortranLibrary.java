package dev.kernelbridge.bind;

import dev.kernelbridge.bind.fortran.Call;
import dev.kernelbridge.bind.fortran.Interfaces;
import dev.kernelbridge.bind.fortran.Routine;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Fortran routines of a library, bound. Arguments by Java's type: whole numbers, floats, doubles and booleans for scalars that only go
 * in; an array of length 1 for one that comes out; an array, a {@link ColumnMajor} or a MemorySegment for arrays; a String or a byte[]
 * for characters. Arrays of the heap are copied in and, unless the intent is {@code in}, back; native memory is used as it is. Where
 * the text gives no intent, everything that is not a Java value comes back.
 *
 * <p>Everything is checked before the routine runs: the number of arguments, their types, that a whole number fits, that an array has
 * as many elements as its declared extents say. Safe to share between threads, as far as the routines are.
 *
 * <p>Some libraries need more stack than the megabyte that Java gives a thread, and end the process without it, as OpenBLAS's threaded
 * factorizations do: call those on a thread that was made with a stack size, or start the JVM with {@code -Xss}.
 */
public final class FortranLibrary {

    private final NativeLibrary library;
    private final Map<String, Call> calls = new LinkedHashMap<>();

    FortranLibrary(NativeLibrary library, Map<String, Routine> routines) {
        this.library = library;
        for (Routine routine : routines.values()) {
            calls.put(routine.name(), new Call(routine, library.symbols().find(routine.symbol()).orElseThrow(() ->
                    new NativeLibraryException(library + " has no symbol " + routine.symbol() + ", which " + routine + " has by gfortran's rule",
                            "correct the name, or say bind(c, name=\"…\") behind the routine's arguments", null))));
        }
    }

    /** {@return the names of its routines, in their order} */
    public Set<String> routines() {
        return java.util.Collections.unmodifiableSet(calls.keySet());
    }

    /**
     * Calls a routine.
     *
     * @param name the routine's name; Fortran does not tell upper case from lower
     * @param arguments its arguments
     * @return a function's result; null for a subroutine
     * @throws IllegalArgumentException if there is no such routine, or an argument does not fit; nothing has run then
     */
    public Object call(String name, Object... arguments) {
        Call call = calls.get(name.toLowerCase(Locale.ROOT));
        if (call == null) {
            throw new IllegalArgumentException("routine: \"" + name + "\" is not declared; declared are " + String.join(", ", calls.keySet()));
        }
        return call.with(arguments);
    }

    /**
     * Makes an interface of routines. A method has the name of a routine and its arguments. One that returns a value of a subroutine
     * leaves out the last scalar of intent {@code out}, and returns that: {@code int dgesv(…)} returns {@code info}.
     *
     * @param type an interface that this library's module may see: public, or in a package opened to this one
     * @return its implementation
     * @throws BindingException if a method does not fit its routine; all that do not are in the message
     */
    public <T> T bind(Class<T> type) {
        return Interfaces.of(type, calls, library.toString());
    }

    /** {@return the library that it calls} */
    public NativeLibrary library() {
        return library;
    }

    @Override
    public String toString() {
        return "Fortran in " + library;
    }
}
