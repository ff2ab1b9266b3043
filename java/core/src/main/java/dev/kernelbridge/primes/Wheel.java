package dev.kernelbridge.primes;

import dev.kernelbridge.spi.SieveUnit;

/** Numbers and the sieve's bytes: byte i stands for 30 i + {1, 7, 11, 13, 17, 19, 23, 29}. */
final class Wheel {
    /** The residue of each bit. */
    static final int[] RESIDUE = {1, 7, 11, 13, 17, 19, 23, 29};

    private Wheel() {
    }

    /** The unit that holds exactly the wheel's numbers from {@code from} to {@code to}, at most 2^31 - 1 bytes. */
    static SieveUnit unit(long from, long to) {
        long first = from / 30;
        return new SieveUnit(first, Math.toIntExact(to / 30 - first + 1), maskFrom((int) (from % 30)), maskTo((int) (to % 30)));
    }

    /** The bits of the residues that are at least {@code r}. */
    private static int maskFrom(int r) {
        int mask = 0;
        for (int bit = 0; bit < 8; bit++) {
            mask |= RESIDUE[bit] >= r ? 1 << bit : 0;
        }
        return mask;
    }

    /** The bits of the residues that are at most {@code r}. */
    private static int maskTo(int r) {
        return 0xFF & ~maskFrom(r + 1);
    }
}
