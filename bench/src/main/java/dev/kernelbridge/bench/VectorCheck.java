package dev.kernelbridge.bench;

import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * What the vector operations must give on the values of {@link Operands}: sums from whole numbers, axpy, add and copy exactly, functions
 * within the stated ulp of StrictMath's own.
 */
public final class VectorCheck {
    /** Far above the error of a blocked sum of 10^7 values, far below one lost element of 10^4. */
    private static final double SUM_F64 = 1e-12;
    private static final double SUM_F32 = 1e-5;
    /** One of ours, one of StrictMath's. */
    private static final int ULPS = 2;
    /** StrictMath's tanh alone is allowed 2.5. */
    private static final int TANH_ULPS = 4;
    private static final int MOST_VALUES = 17 * 1000; // x repeats every 17 elements; both ends are looked at
    private static final Set<String> EXACT = Set.of("axpy", "add", "copy", "gemv", "gemm");

    private VectorCheck() {
    }

    /** What {@link #check} allows: relative for sums; in ulp for functions, whose reference errs too; nothing for what is exact. */
    public static double bound(String operation, String type) {
        return EXACT.contains(operation) ? 0 : operation.equals("tanh") ? TANH_ULPS : reference(operation) != null ? ULPS
                : type.equals("f64") ? SUM_F64 : SUM_F32;
    }

    private static DoubleUnaryOperator reference(String operation) {
        return switch (operation) {
            case "exp" -> StrictMath::exp;
            case "log" -> StrictMath::log;
            case "sin" -> StrictMath::sin;
            case "cos" -> StrictMath::cos;
            case "tanh" -> StrictMath::tanh;
            default -> null;
        };
    }

    /** That operation, to be run once or again. */
    public static Runnable call(String operation, Operands operands) {
        return switch (operation) {
            case "sum" -> operands::sum;
            case "dot" -> operands::dot;
            case "nrm2" -> operands::nrm2;
            case "asum" -> operands::asum;
            case "axpy" -> operands::axpy;
            case "add" -> operands::add;
            case "copy" -> operands::copy;
            case "exp" -> operands::exp;
            case "log" -> operands::log;
            case "sin" -> operands::sin;
            case "cos" -> operands::cos;
            case "tanh" -> operands::tanh;
            default -> throw new Refused("operation: \"" + operation + "\" is unknown; known are sum, dot, nrm2, asum, axpy, add, copy, exp, "
                    + "log, sin, cos, tanh");
        };
    }

    /**
     * Runs that operation once and refuses unless it is right.
     *
     * @param operation as in {@link #call}
     * @param where     for the message: who computes, in what type and place
     * @param bound     as {@link #bound}, or wider for somebody who promises less
     */
    public static void check(String operation, Operands operands, int length, String where, double bound) {
        String what = operation + " of " + length + " on " + where;
        switch (operation) {
            case "sum" -> close(what, operands.sum(), total(length, i -> i % 17 + 1) / 16.0, bound);
            case "dot" -> close(what, operands.dot(), total(length, i -> (i % 17 + 1L) * (i % 13 + 1)) / 256.0, bound);
            case "nrm2" -> close(what, operands.nrm2(), Math.sqrt(total(length, i -> (i % 17 + 1L) * (i % 17 + 1))) / 16, bound);
            case "asum" -> close(what, operands.asum(), total(length, i -> i % 17 + 1) / 16.0, bound);
            case "axpy" -> {
                operands.axpy();
                exactly(what, operands.y(), length, i -> Operands.y(i) + Operands.A * Operands.x(i), bound);
            }
            case "add" -> {
                operands.add();
                exactly(what, operands.out(), length, i -> Operands.x(i) + Operands.y(i), bound);
            }
            case "copy" -> {
                operands.copy();
                exactly(what, operands.out(), length, Operands::x, bound);
            }
            default -> {
                call(operation, operands).run();
                values(what, operands, length, reference(operation), bound);
            }
        }
    }

    private static void exactly(String what, double[] found, int length, IntToDoubleFunction expected, double bound) {
        Refused.unlessEqual(what + ": the length of the result", found.length, length);
        for (int i = 0; i < length; i++) {
            double value = expected.applyAsDouble(i);
            within(what + ", element ", i, found[i], value, bound * Math.abs(value));
        }
    }

    private static void values(String what, Operands operands, int length, DoubleUnaryOperator reference, double ulps) {
        double[] out = operands.out();
        Refused.unlessEqual(what + ": the length of the result", out.length, length);
        for (int i = 0; i < length; i++) {
            if (i < MOST_VALUES || i >= length - MOST_VALUES) {
                double expected = reference.applyAsDouble(Operands.x(i));
                within(what + ", element ", i, out[i], expected, ulps * operands.ulp(expected));
            }
        }
    }

    private static long total(int length, IntToLongFunction element) {
        return IntStream.range(0, length).mapToLong(element).sum();
    }

    private static void close(String what, double found, double expected, double relative) {
        within(what, -1, found, expected, relative * Math.abs(expected));
    }

    /** Names are made only for the message: there are up to 10^7 elements. */
    private static void within(String what, int element, double found, double expected, double error) {
        if (!(Math.abs(found - expected) <= error)) {
            throw new Refused(what + (element < 0 ? "" : element) + " gave " + found + ", expected " + expected + " within " + error
                    + "; a wrong result is not timed");
        }
    }
}
