package dev.kernelbridge.scalar;

/**
 * Primes larger than a piece of the sieve: they miss most pieces, so they strike the whole unit one multiple after the other. Their
 * cofactors go by the wheel modulo 210, which spares the multiples of 7.
 */
final class LargePrimes {
    private static final int WHEEL = 210;
    private static final int SPOKES = 48;
    /** Of a cofactor modulo 210: how far the next one on the wheel is, and its number there. */
    private static final byte[] TO_WHEEL = new byte[WHEEL];
    private static final byte[] POSITION = new byte[WHEEL];
    /**
     * For r = p mod 30 and a cofactor's number j, how its multiple goes on to the next: the difference of the cofactors, what r adds
     * to the bytes between, and the mask, in the three lowest bytes.
     */
    private static final int[][] TURN = new int[30][];

    static {
        int[] spoke = new int[SPOKES + 1];
        int count = 0;
        for (int n = 1; n < WHEEL; n++) {
            if (n % 2 != 0 && n % 3 != 0 && n % 5 != 0 && n % 7 != 0) {
                spoke[count++] = n;
            }
        }
        spoke[count] = WHEEL + 1;
        for (int n = 0, j = 0; n < WHEEL; n++) {
            j += n > spoke[j] ? 1 : 0;
            TO_WHEEL[n] = (byte) (spoke[j] - n);
            POSITION[n] = (byte) j;
        }
        for (int r : Patterns.RESIDUE) {
            TURN[r] = new int[SPOKES];
            for (int j = 0; j < SPOKES; j++) {
                int at = r * spoke[j];
                int next = r * spoke[j + 1];
                TURN[r][j] = spoke[j + 1] - spoke[j] | next / 30 - at / 30 << 8 | (~(1 << at % 30 * 8 / 30) & 0xFF) << 16;
            }
        }
    }

    private LargePrimes() {
    }

    /**
     * Strikes bits, the unit of that many bytes from {@code first} on, with those of {@code base[from .. to)} whose squares are at most
     * {@code last}.
     */
    static void strike(long first, int bytes, int[] base, int from, int to, long last, byte[] bits) {
        long number = 30 * first; // unsigned
        double real = 30.0 * first;
        for (int i = from; i < to; i++) {
            long p = Integer.toUnsignedLong(base[i]);
            if (Long.compareUnsigned(p * p, last) > 0) {
                break;
            }
            long cofactor = (long) (real / p); // below 2^46, so off by one at most
            long distance = cofactor * p - number;
            while (distance < 0) {
                cofactor++;
                distance += p;
            }
            while (distance >= p) {
                cofactor--;
                distance -= p;
            }
            if (cofactor < p) {
                cofactor = p;
                distance = p * p - number;
            }
            int w = (int) (cofactor % WHEEL);
            long at = (distance + TO_WHEEL[w] * p) / 30;
            if (at < bytes) {
                strike(bits, bytes, (int) at, p / 30, TURN[(int) (p % 30)], POSITION[w]);
            }
        }
    }

    private static void strike(byte[] bits, int bytes, int start, long k, int[] turns, int position) {
        int j = position;
        for (long at = start; at < bytes;) {
            int turn = turns[j];
            bits[(int) at] &= (byte) (turn >> 16);
            at += k * (turn & 0xFF) + (turn >> 8 & 0xFF);
            j = j == SPOKES - 1 ? 0 : j + 1;
        }
    }
}
