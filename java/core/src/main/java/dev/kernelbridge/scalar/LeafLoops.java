package dev.kernelbridge.scalar;

/**
 * The loops in which the leaves spend their time, where the Vector API has something to gain: {@link PlainLoops}, or {@link VectorLoops}
 * in a JVM that was started with its module and on a processor with AVX-512. An object serves one thread, since it holds scratch memory.
 */
interface LeafLoops {
    /** How much longer than its content the array must be that {@link #pack} fills. */
    int ROOM = 16;

    /** Until C2 has compiled all of the Vector API's layers, a JVM has spent two seconds: smaller first calls would only lose. */
    double VECTORS_WORTH = 1e15;

    /** What suits a count up to x. */
    static LeafLoops best(double x) {
        return x >= VECTORS_WORTH && VectorModule.usable() ? new VectorLoops() : new PlainLoops();
    }

    /** The sum of pi(value / primes[i]) for {@code from <= i <= to}, pairs being the table's; value is below 2^53. */
    long sumPi(double value, int[] primes, int from, int to, long[] pairs);

    /**
     * Writes those of {@code leaf[begin .. end)} with a factor above p into {@code packed}, the last one first; returns how many there
     * are.
     */
    int pack(char[] factor, int[] leaf, int begin, int end, int p, int[] packed);
}
