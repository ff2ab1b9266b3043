package dev.kernelbridge.bench.run;

import dev.kernelbridge.bench.results.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One piece of work, and who is asked to do it.
 *
 * @param kernel      primes, factor, vector, bridge, first or article
 * @param name        what is computed
 * @param variant     under which conditions
 * @param size        as a person writes it
 * @param amount      the size as a number
 * @param benchmark   class and method that time it
 * @param parameters  what the benchmark is told beside the competitor
 * @param series      questions of one series are the same work at growing sizes, in order: what one takes tells what the next will
 *                    take
 * @param exponential whether time grows with e^amount (digits, bits) and not with a power of it
 * @param once        whether a JVM gives one time only: a first call, or a process
 * @param competitors who is asked
 */
record Question(String kernel, String name, String variant, String size, double amount, String benchmark, Map<String, String> parameters,
        String series, boolean exponential, boolean once, List<String> competitors) {

    /** A question whose time grows with a power of its amount, and whose calls can be repeated. */
    static Question of(String kernel, String name, String variant, String size, double amount, String benchmark,
            Map<String, String> parameters, List<String> competitors) {
        return new Question(kernel, name, variant, size, amount, benchmark, new LinkedHashMap<>(parameters), name + " | " + variant, false,
                false, competitors);
    }

    Question inSeries(String other) {
        return new Question(kernel, name, variant, size, amount, benchmark, parameters, other + " | " + variant, exponential, once,
                competitors);
    }

    Question growingExponentially() {
        return new Question(kernel, name, variant, size, amount, benchmark, parameters, series, true, once, competitors);
    }

    Question onlyOnce() {
        return new Question(kernel, name, variant, size, amount, benchmark, parameters, series, exponential, true, competitors);
    }

    /** That competitor's row, before its turn. */
    Row row(String competitor) {
        return Row.pending(kernel, name, variant, size, amount, competitor);
    }

    /** Where the size lies on the axis on which the logarithm of the time is a line. */
    double axis() {
        return exponential ? amount : Math.log(amount);
    }
}
