package dev.kernelbridge.scalar;

/** The loops without the Vector API. */
final class PlainLoops implements LeafLoops {
    private static final int BATCH = 512;
    private final long[] odd = new long[BATCH];

    /** C2 vectorises the division only in a loop that has no lookup: 2.1 ns a term instead of 2.9 where there is AVX-512. */
    @Override
    public long sumPi(double value, int[] primes, int from, int to, long[] pairs) {
        long[] odd = this.odd;
        long sum = 0;
        for (int begin = from; begin <= to; begin += BATCH) {
            int n = Math.min(BATCH, to - begin + 1);
            for (int i = 0; i < n; i++) {
                odd[i] = (long) (value / primes[begin + i]) - 1 >>> 1;
            }
            for (int i = 0; i < n; i++) {
                sum += pi(odd[i], pairs);
            }
        }
        return sum;
    }

    /** The primes up to the odd number 2 odd + 1. */
    static long pi(long odd, long[] pairs) {
        int at = (int) (odd >>> 6) << 1;
        return pairs[at + 1] + Long.bitCount(pairs[at] << ~odd);
    }

    /** Without branches: which of them are leaves nobody can predict. */
    @Override
    public int pack(char[] factor, int[] leaf, int begin, int end, int p, int[] packed) {
        int n = 0;
        for (int i = end - 1; i >= begin; i--) {
            packed[n] = leaf[i];
            n += p - factor[i] >>> 31;
        }
        return n;
    }
}
