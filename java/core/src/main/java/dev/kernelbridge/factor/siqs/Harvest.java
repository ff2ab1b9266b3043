package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.scalar.Arithmetic;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import dev.kernelbridge.spi.SieveTables;
import java.util.Arrays;

/**
 * What polynomials gave: relations that were checked, and of each the large primes.
 *
 * @param data   the relations as in {@link RelationList}
 * @param length how much of it
 * @param large  two entries a relation: the smaller large prime (or 1) and the larger one (or 1); 0 where it has one that is too large
 */
record Harvest(int[] data, int length, int[] large) {

    /** Checks what an engine found, modulo 2^64, and splits the pairs of large primes all at once on the engine. */
    static Harvest of(SieveTables tables, SieveCoefficient c, RelationList found, Engine engine) {
        int[] data = found.data();
        int count = 0;
        for (int at = 0; at < found.size(); at += RelationList.HEAD + data[at + 4]) {
            count++;
        }
        int[] large = new int[2 * count];
        long[] pairs = new long[count];
        int[] owner = new int[count];
        int many = 0;
        int i = 0;
        for (int at = 0; at < found.size(); at += RelationList.HEAD + data[at + 4]) {
            if (!Relations.right(tables, c, data, at)) {
                throw new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT,
                        (engine == null ? "the engine" : engine.device()) + " gave a wrong relation of the quadratic sieve");
            }
            long left = Relations.left(data, at);
            if (Long.compareUnsigned(left, tables.single()) <= 0) {
                large[2 * i] = 1;
                large[2 * i + 1] = (int) left;
            } else if (!Arithmetic.strongTest(left)) {
                pairs[many] = left;
                owner[many++] = i;
            }
            i++;
        }
        if (many > 0) {
            split(tables, engine, pairs, owner, many, large);
        }
        return new Harvest(Arrays.copyOf(data, found.size()), found.size(), large);
    }

    private static void split(SieveTables tables, Engine engine, long[] pairs, int[] owner, int many, int[] large) {
        long[] primes = new long[FactorEngine.SLOTS * many];
        engine.factors().factorize(pairs, 0, many, primes);
        for (int k = 0; k < many; k++) {
            long p = primes[FactorEngine.SLOTS * k];
            long q = p == 0 || pairs[k] % p != 0 ? 0 : pairs[k] / p;
            if (p > 1 && p <= tables.single() && q > 1 && q <= tables.single()) {
                large[2 * owner[k]] = (int) Math.min(p, q);
                large[2 * owner[k] + 1] = (int) Math.max(p, q);
            }
        }
    }

    /** The same without the relations that are wrong, as those of a file may be: they are a loss of time only. */
    Harvest checked(SieveTables tables, SieveCoefficient c) {
        int[] good = large.clone();
        int i = 0;
        int at = 0;
        for (; at + RelationList.HEAD <= length && 2 * i < good.length; at += RelationList.HEAD + data[at + 4]) {
            if (data[at + 4] < 0 || data[at + 4] > length - at - RelationList.HEAD || !inRange(tables, c, at) || !agrees(i, at)
                    || !Relations.right(tables, c, data, at)) {
                return new Harvest(data, at, good);
            }
            i++;
        }
        return new Harvest(data, at, good);
    }

    private boolean inRange(SieveTables tables, SieveCoefficient c, int at) {
        for (int k = at + RelationList.HEAD; k < at + RelationList.HEAD + data[at + 4]; k++) {
            if (data[k] < -1 || data[k] >= tables.size()) {
                return false;
            }
        }
        return data[at] >= 0 && data[at] < c.polynomials();
    }

    /** Whether the large primes are what is left. */
    private boolean agrees(int i, int at) {
        return large[2 * i] == 0 || (long) large[2 * i] * large[2 * i + 1] == Relations.left(data, at) && large[2 * i] > 0;
    }
}
