package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Declarations;
import dev.kernelbridge.bind.c.Parser;
import dev.kernelbridge.bind.call.Callbacks;
import dev.kernelbridge.bind.call.Trap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lambdas as C function pointers. A lambda handed straight to a bound function lives for that call; what C keeps longer is made here
 * and lives as long as an {@link Arena}.
 *
 * <p>What a lambda throws, of any class, is kept: C gets zero or NULL, and when the bound function returns, the caller gets the
 * exception, with later ones of the same call as its suppressed ones. On a thread that C started, it goes to the uncaught exception
 * handler, or to the log of {@code dev.kernelbridge.bind}. The lambda runs on the thread on which C calls it.
 *
 * <p>What nobody can catch: C calling a function pointer whose Arena is closed, a {@code longjmp} out of a callback over Java frames,
 * and C calling a function pointer with hardly any stack left, as at the end of a recursion in Java. All end the JVM at
 * best. A recursion through callbacks itself ends with a StackOverflowError like any other.
 */
public final class Callback {

    private Callback() {
    }

    /**
     * Makes a C function pointer of a lambda.
     *
     * <p>The lambda's parameters: integers and floating numbers as {@link StructField} has them, a Java enum; for a pointer
     * MemorySegment, of one element where C knows its size, of more with {@link dev.kernelbridge.bind.annotation.SizedBy}, which also
     * allows a Java array, a copy; String for {@code const char *}; {@link Struct} or a record for a struct, or for a pointer to one. A
     * struct by value is there until the lambda returns. A generic interface gets boxed values and MemorySegments.
     *
     * @param arena how long it lives; all threads that C calls it on may do so, whatever the kind of arena
     * @param type the pointer's type in C: {@code "int (*)(const void *, const void *)"}; a name may stand after the star
     * @param shape the lambda's functional interface
     * @param lambda the code; reachable as long as the arena is open
     * @param structs those that the text names
     * @param <F> the functional interface
     * @return the function pointer
     * @throws CSyntaxException if the text is no type of C
     * @throws BindingException if the interface does not fit it
     */
    public static <F> MemorySegment of(Arena arena, String type, Class<F> shape, F lambda, StructType... structs) {
        Map<String, CType.Aggregate> known = new LinkedHashMap<>();
        for (StructType struct : structs) {
            known.put(struct.aggregate().tag(), struct.aggregate());
        }
        CType parsed = Parser.type(type, new Declarations(Map.of(), Map.of(), known, Map.of(), Map.of(), List.of(), Map.of()));
        if (!(parsed.strip() instanceof CType.Pointer pointer && pointer.to().strip() instanceof CType.Function function)) {
            throw new BindingException(type + " is no function pointer; write it as int (*)(double)");
        }
        return Callbacks.of(function, shape, null).stub(lambda, arena);
    }

    /**
     * Throws what callbacks have thrown on this thread since the last bound call returned. Bound functions do that by themselves: this
     * is for calls by other means, as a {@code downcallHandle} of one's own.
     */
    public static void rethrow() {
        Trap.rethrow();
    }
}
