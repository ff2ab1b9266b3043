package dev.kernelbridge.example;

import java.util.function.Predicate;

/**
 * A C++ class overridden in Java: a visitor that asks a function. Keeps what the function throws, since JavaCPP carries only its text
 * through C++; and ties the bins that it shows to their histogram, so that one that is kept does not dangle.
 */
final class Walk extends Stats.Visitor {

    private final CppObject histogram;
    private final Predicate<Stats.Bin> function;
    private Throwable thrown;

    private Walk(CppObject histogram, Predicate<Stats.Bin> function) {
        this.histogram = histogram;
        this.function = function;
    }

    static boolean over(CppObject histogram, Predicate<Stats.Bin> function, Predicate<Stats.Visitor> call) {
        try (Walk walk = new Walk(histogram, function)) {
            try {
                return histogram.during(() -> call.test(walk));
            } catch (RuntimeException fromCpp) {
                if (walk.thrown instanceof Error error) {
                    throw error;
                }
                throw walk.thrown instanceof RuntimeException kept ? kept : fromCpp;
            }
        }
    }

    @Override
    public boolean visit(Stats.Bin bin) {
        try {
            return function.test(histogram.lend(bin));
        } catch (RuntimeException | Error e) {
            thrown = e;
            throw e; // so that C++ sees an exception, and stops
        }
    }
}
