package dev.kernelbridge.cli;

import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.FloatVec;
import dev.kernelbridge.Vec;
import dev.kernelbridge.VectorMath;
import java.util.List;

/** The vector operations that have a command, by name: what each does with operands of one type. */
final class VectorCall {
    /** Those that give one number. */
    static final List<String> REDUCTIONS = List.of("dot", "sum", "asum", "nrm2", "mean", "variance", "min", "max", "argmin", "argmax");
    /** Those that give a vector. */
    static final List<String> MAPS = List.of("add", "sub", "mul", "div", "pow", "exp", "log", "sin", "cos", "tanh", "sqrt", "abs", "neg",
            "cumsum");
    private static final List<String> OF_TWO = List.of("dot", "add", "sub", "mul", "div", "pow");

    private VectorCall() {
    }

    /** How many vectors it takes. */
    static int operands(String name) {
        return OF_TWO.contains(name) ? 2 : 1;
    }

    /** The number, a Double, a Float or a Long. */
    static Number reduce(String name, VectorMath v, Vec x, Vec y) {
        if (x instanceof DoubleVec d) {
            return switch (name) {
                case "dot" -> v.dot(d, (DoubleVec) y);
                case "sum" -> v.sum(d);
                case "asum" -> v.asum(d);
                case "nrm2" -> v.nrm2(d);
                case "mean" -> v.mean(d);
                case "variance" -> v.variance(d);
                case "min" -> v.min(d);
                case "max" -> v.max(d);
                case "argmin" -> v.argMin(d);
                default -> v.argMax(d);
            };
        }
        FloatVec f = (FloatVec) x;
        return switch (name) {
            case "dot" -> v.dot(f, (FloatVec) y);
            case "sum" -> v.sum(f);
            case "asum" -> v.asum(f);
            case "nrm2" -> v.nrm2(f);
            case "mean" -> v.mean(f);
            case "variance" -> v.variance(f);
            case "min" -> v.min(f);
            case "max" -> v.max(f);
            case "argmin" -> v.argMin(f);
            default -> v.argMax(f);
        };
    }

    /** Writes the vector to {@code out}. */
    static void map(String name, VectorMath v, Vec x, Vec y, Vec out) {
        if (x instanceof DoubleVec d) {
            DoubleVec second = (DoubleVec) y;
            DoubleVec to = (DoubleVec) out;
            switch (name) {
                case "add" -> v.add(d, second, to);
                case "sub" -> v.sub(d, second, to);
                case "mul" -> v.mul(d, second, to);
                case "div" -> v.div(d, second, to);
                case "pow" -> v.pow(d, second, to);
                case "exp" -> v.exp(d, to);
                case "log" -> v.log(d, to);
                case "sin" -> v.sin(d, to);
                case "cos" -> v.cos(d, to);
                case "tanh" -> v.tanh(d, to);
                case "sqrt" -> v.sqrt(d, to);
                case "abs" -> v.abs(d, to);
                case "neg" -> v.neg(d, to);
                default -> v.cumulativeSum(d, to);
            }
            return;
        }
        FloatVec f = (FloatVec) x;
        FloatVec second = (FloatVec) y;
        FloatVec to = (FloatVec) out;
        switch (name) {
            case "add" -> v.add(f, second, to);
            case "sub" -> v.sub(f, second, to);
            case "mul" -> v.mul(f, second, to);
            case "div" -> v.div(f, second, to);
            case "pow" -> v.pow(f, second, to);
            case "exp" -> v.exp(f, to);
            case "log" -> v.log(f, to);
            case "sin" -> v.sin(f, to);
            case "cos" -> v.cos(f, to);
            case "tanh" -> v.tanh(f, to);
            case "sqrt" -> v.sqrt(f, to);
            case "abs" -> v.abs(f, to);
            case "neg" -> v.neg(f, to);
            default -> v.cumulativeSum(f, to);
        }
    }

    /** All bits of a number, in hexadecimal: what two backends agree on. */
    static String hexadecimal(Number result) {
        return switch (result) {
            case Double d -> Double.toHexString(d);
            case Float f -> Float.toHexString(f);
            default -> result.toString();
        };
    }
}
