package dev.kernelbridge.bench.bridge;

import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The calls that one contestant makes. Functions, not a class of its own per measurement: a fork sees one contestant, so the JIT
 * inlines through them, and what is left is the bridge.
 *
 * @param add      adds two longs
 * @param sum      adds the doubles of an array whose length is a multiple of 8
 * @param callBack has the other side call {@code f(a, b) = a + b} so many times, beginning with {@code f(0, 0)}, each with the
 *                 result before and the count so far
 * @param length   the bytes of a text
 */
record Calls(LongBinaryOperator add, ToDoubleFunction<double[]> sum, LongUnaryOperator callBack, ToLongFunction<String> length) {

    Calls(LongBinaryOperator add, ToDoubleFunction<double[]> sum, LongUnaryOperator callBack) {
        this(add, sum, callBack, none());
    }

    /** For a contestant that does not take part in a discipline; its benchmarks do not ask. */
    static <T> T none() {
        return null;
    }
}
