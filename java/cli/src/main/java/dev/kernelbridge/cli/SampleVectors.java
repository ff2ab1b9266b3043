package dev.kernelbridge.cli;

import dev.kernelbridge.DoubleVec;
import java.math.BigInteger;
import java.util.Random;

/** Two random vectors of a length, the same in every run. */
record SampleVectors(DoubleVec x, DoubleVec y) {
    /** The longest: two of them are 1.6 GB. */
    static final BigInteger MOST = BigInteger.valueOf(100_000_000);
    private static final long SEED = 20_261_121;

    private static SampleVectors last;

    /** Those of that length; the last ones are kept, so that making them is in no call's time but the first. */
    static synchronized SampleVectors of(BigInteger length) {
        if (last == null || last.x().length() != length.longValueExact()) {
            Random random = new Random(SEED);
            int n = length.intValueExact();
            last = new SampleVectors(DoubleVec.of(random.doubles(n, -1, 1).toArray()), DoubleVec.of(random.doubles(n, -1, 1).toArray()));
        }
        return last;
    }
}
