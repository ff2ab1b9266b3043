package dev.kernelbridge.factor;

import dev.kernelbridge.factor.ecm.SmallPrimes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Takes the small primes out of a number of any size. The number is reduced modulo products of primes below 2^31, a word at a time, and
 * only the rest is divided by each prime of the product.
 */
final class TrialDivision {
    private static final int FEW = 1 << 10;
    private static final int MOST = 1 << 20;
    private static final int GROUPS_BETWEEN_STOPS = 64;

    private TrialDivision() {
    }

    /** Products of consecutive primes, and where the primes of each begin. */
    private record Groups(int[] primes, int[] products, int[] starts) {
        static Groups of(int limit) {
            int[] primes = new int[limit];
            int[] products = new int[limit];
            int[] starts = new int[limit + 1];
            int[] count = {0, 0};
            SmallPrimes.forEach(3, limit, p -> {
                int last = count[1] - 1;
                if (last >= 0 && products[last] * p <= Integer.MAX_VALUE) {
                    products[last] *= (int) p;
                } else {
                    starts[count[1]] = count[0];
                    products[count[1]++] = (int) p;
                }
                primes[count[0]++] = (int) p;
            });
            starts[count[1]] = count[0];
            return new Groups(Arrays.copyOf(primes, count[0]), Arrays.copyOf(products, count[1]), starts);
        }
    }

    private static final class Small {
        static final Groups GROUPS = Groups.of(FEW);
    }

    private static final class Large {
        static final Groups GROUPS = Groups.of(MOST);
    }

    /** Up to where it pays to divide before curves are tried: their first step costs about as much. */
    static int limit(int bits) {
        return bits <= 80 ? 1 << 8 : bits <= 128 ? FEW : bits <= 192 ? 1 << 13 : bits <= 256 ? 1 << 16 : MOST;
    }

    /** Adds the primes of n below {@link #limit} to {@code powers}, each times {@code power}, and returns what is left. */
    static BigInteger divide(BigInteger n, int power, Map<BigInteger, Integer> powers, Runnable stop) {
        int twos = n.getLowestSetBit();
        BigInteger rest = n.shiftRight(twos);
        if (twos > 0) {
            powers.merge(BigInteger.TWO, twos * power, Integer::sum);
        }
        int limit = limit(n.bitLength());
        for (int p : divisors(rest, Math.min(limit, FEW), Small.GROUPS, stop)) {
            rest = remove(rest, BigInteger.valueOf(p), power, powers);
        }
        if (limit > FEW && rest.bitLength() > 64) { // the rest may be much shorter
            for (int p : divisors(rest, limit, Large.GROUPS, stop)) {
                rest = remove(rest, BigInteger.valueOf(p), power, powers);
            }
        }
        return rest;
    }

    /** The odd primes of the groups below the limit that divide n. */
    private static List<Integer> divisors(BigInteger n, int limit, Groups groups, Runnable stop) {
        List<Integer> found = new ArrayList<>();
        int[] words = words(n);
        for (int g = 0; g < groups.products.length && groups.primes[groups.starts[g]] < limit; g++) {
            if (g % GROUPS_BETWEEN_STOPS == 0) {
                stop.run();
            }
            long rest = remainder(words, groups.products[g]);
            for (int i = groups.starts[g]; i < groups.starts[g + 1]; i++) {
                if (rest % groups.primes[i] == 0) {
                    found.add(groups.primes[i]);
                }
            }
        }
        return found;
    }

    /** The words of n, highest first. */
    static int[] words(BigInteger n) {
        byte[] bytes = n.toByteArray();
        int[] words = new int[(bytes.length + 3) / 4];
        for (int i = 0; i < bytes.length; i++) {
            int at = bytes.length - 1 - i;
            words[words.length - 1 - i / 4] |= (bytes[at] & 0xFF) << 8 * (i % 4);
        }
        return words;
    }

    /** The number of these words modulo m below 2^31. */
    static long remainder(int[] words, int m) {
        long rest = 0;
        for (int word : words) {
            rest = (rest << 32 | word & 0xFFFFFFFFL) % m;
        }
        return rest;
    }

    /** Divides n by p as often as it can be, in about twice as many steps as the exponent has bits. */
    static BigInteger remove(BigInteger n, BigInteger p, int power, Map<BigInteger, Integer> powers) {
        List<BigInteger> divided = new ArrayList<>(); // p, p^2, p^4 …
        BigInteger rest = n;
        BigInteger d = p;
        int exponent = 0;
        for (BigInteger[] q = rest.divideAndRemainder(d); q[1].signum() == 0; q = rest.divideAndRemainder(d)) {
            rest = q[0];
            exponent += 1 << divided.size();
            divided.add(d);
            d = d.multiply(d);
        }
        for (int i = divided.size() - 1; i >= 0; i--) {
            BigInteger[] q = rest.divideAndRemainder(divided.get(i));
            if (q[1].signum() == 0) {
                rest = q[0];
                exponent += 1 << i;
            }
        }
        if (exponent > 0) {
            powers.merge(p, exponent * power, Integer::sum);
        }
        return rest;
    }
}
