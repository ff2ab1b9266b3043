package dev.kernelbridge.bench.bridge;

import dev.kernelbridge.bench.Refused;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The right answers, checked before any time is taken: a bridge that is fast because it loses an argument must not be reported. */
final class Truth {

    static final int LENGTH = 1000;
    static final long TIMES = 1000;
    static final String TEXT = "a path, a key, a name: mostly short";

    private Truth() {
    }

    /** Whole numbers with a different one in every place: their sum is exact in any order, and a shifted array is noticed. */
    static double[] array() {
        double[] x = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            x[i] = (i + 1) * (i % 3 == 0 ? -1.0 : 2.0);
        }
        return x;
    }

    static void checkAdd(LongBinaryOperator add) {
        Refused.unlessEqual("add", add.applyAsLong(0x1_2345_6789L, -3), 0x1_2345_6786L);
        Refused.unlessEqual("add of the largest", add.applyAsLong(Long.MAX_VALUE, 1), Long.MIN_VALUE);
    }

    static void checkSum(ToDoubleFunction<double[]> sum) {
        double[] x = array();
        long exact = 0;
        for (double each : x) {
            exact += (long) each;
        }
        double answer = sum.applyAsDouble(x);
        if (answer != exact) {
            throw new Refused("sum gave " + answer + ", expected " + exact + "; a wrong result is not timed");
        }
    }

    static void checkLength(ToLongFunction<String> length) {
        Refused.unlessEqual("length", length.applyAsLong(TEXT), TEXT.length());
        Refused.unlessEqual("length of nothing", length.applyAsLong(""), 0);
    }

    static void checkCallBack(LongUnaryOperator callBack) {
        Refused.unlessEqual("callBack", callBack.applyAsLong(TIMES), TIMES * (TIMES - 1) / 2);
        Refused.unlessEqual("callBack of none", callBack.applyAsLong(0), 0);
    }
}
