package dev.kernelbridge.scalar.factor;

/**
 * Many numbers: what a number's own chain does not end at once waits until there are all of its size, and then four go through the curves
 * side by side ({@link Lanes}), which takes half the time of one after the other.
 */
public final class Batch {
    private final int slots;
    private final Chain chain = new Chain();
    private final long[] primes;
    private final int[] counts;
    /** The composites that wait, in the order of the numbers: of which number, and what. */
    private final int[] owner;
    private final long[] waiting;

    /** For {@code count} numbers whose primes go to {@code primes[slots * i]} and behind. */
    public Batch(int count, long[] primes, int slots) {
        this.slots = slots;
        this.primes = primes;
        counts = new int[count];
        owner = new int[count];
        waiting = new long[count];
    }

    /** Writes the distinct primes of the unsigned numbers {@code n[off + i]}, and 0 behind them. */
    public void run(long[] n, int off) {
        int rough = 0;
        for (int i = 0; i < counts.length; i++) {
            long rest = chain.begin(n[off + i], primes, slots * i);
            if (rest < 0 || rest >= TrialDivision.NEXT_SQUARED) {
                owner[rough] = i;
                waiting[rough++] = rest;
            } else if (rest != 1) {
                chain.prime(rest);
            }
            counts[i] = chain.count();
        }
        boolean[] prime = new boolean[rough];
        new PrimesSideBySide().test(waiting, rough, prime);
        int left = 0;
        for (int w = 0; w < rough; w++) {
            int i = owner[w];
            long m = waiting[w];
            chain.resume(primes, slots * i, counts[i]);
            if (prime[w]) {
                chain.prime(m);
            } else if (!chain.easyComposite(m)) {
                owner[left] = i;
                waiting[left++] = m;
            }
            counts[i] = chain.count();
        }
        left = quick(left);
        for (int size = 0; size < Ecm.SIZES && left > 0; size++) {
            curves(size, left);
        }
        for (int i = 0; i < counts.length; i++) {
            java.util.Arrays.fill(primes, slots * i + counts[i], slots * (i + 1), 0);
        }
    }

    /** Splits those that had small primes and so have more, most probably, and tells how many are left. */
    private int quick(int waits) {
        int[] chosen = new int[waits];
        long[] composites = new long[waits];
        int count = 0;
        int left = 0;
        for (int w = 0; w < waits; w++) {
            if (counts[owner[w]] > 0 && Ecm.takesQuick(waiting[w])) {
                chosen[count] = owner[w];
                composites[count++] = waiting[w];
            } else {
                owner[left] = owner[w];
                waiting[left++] = waiting[w];
            }
        }
        long[] divisors = Ecm.quick(composites, count);
        for (int c = 0; c < count; c++) {
            if (divisors[c] != 0) {
                split(chosen[c], composites[c], divisors[c]);
            } else {
                owner[left] = chosen[c];
                waiting[left++] = composites[c];
            }
        }
        return left;
    }

    /** Splits those of the waiting numbers that have this size. */
    private void curves(int size, int left) {
        int[] chosen = new int[left];
        long[] composites = new long[left];
        int count = 0;
        for (int w = 0; w < left; w++) {
            if (Ecm.size(waiting[w]) == size) {
                chosen[count] = owner[w];
                composites[count++] = waiting[w];
            }
        }
        long[] divisors = Ecm.divisors(size, composites, count);
        for (int c = 0; c < count; c++) {
            split(chosen[c], composites[c], divisors[c]);
        }
    }

    private void split(int i, long composite, long divisor) {
        chain.resume(primes, slots * i, counts[i]);
        chain.split(composite, divisor);
        counts[i] = chain.count();
    }
}
