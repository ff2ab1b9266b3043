package dev.kernelbridge.scalar.factor;

import dev.kernelbridge.scalar.Arithmetic;
import dev.kernelbridge.spi.LucasChain;

/**
 * What is done with every curve of one bound: the point is multiplied by all prime powers to B1, then some hundred multiples of it are
 * laid out, whose differences hold every prime to B2 (H. Lenstra 1987; the continuation of P. Montgomery, Math. Comp. 48, 1987): a prime is
 * w i + j or w i - j, j prime to w and below w / 2, and w i Q and j Q have the same x where it kills Q. All of it is one program.
 */
final class CurvePlan {
    /** First pairs of the best chains for 3, 5, 7, …, found by trying all: 8.64 multiplications for each bit. */
    private static final int[] FIRST = {2, 3, 4, 6, 8, 11, 11, 12, 16, 18, 20, 22, 27, 26, 28, 32, 32, 36, 42, 45, 49, 44, 55, 52, 56, 63,
        62, 60, 70, 68, 76, 72, 72, 80, 90, 101, 90, 92, 106, 104, 100, 118, 119, 107, 110, 114, 139, 120, 120, 144, 148, 150, 136, 138, 142,
        156, 150, 162, 163, 152, 162, 178, 192, 193, 186, 180, 208, 188, 204, 205, 209, 194, 196, 210, 206, 210, 230};
    /** Slots of the helpers 2 Q, 3 Q and 6 Q, of the babies 6 k + 1 and 6 k + 5 in turn, and of the giants. */
    private static final int TWO = LucasChain.REGISTERS;
    private static final int THREE = TWO + 1;
    private static final int SIX = TWO + 2;
    private static final int BABIES = TWO + 3;

    final int b1;
    final int b2;
    /** The giant step. */
    final int width;
    /** The first giant's slot. */
    private final int giantSlots;
    /** The program of both stages. */
    final int[] steps;
    /** How many slots it uses. */
    final int slots;
    /** The slots of babies and giants that are compared. */
    final int[] points;
    /** Pairs to compare: index in {@link #points} of the giant << 8 | of the baby. */
    final int[] pairs;

    /** The width is a multiple of 12 (16 babies for 120), or 6 times a number that is prime to 6 (24 for 210). */
    CurvePlan(int b1, int b2, int width) {
        if (width > 2 * b1 || width % 12 != 0 && (width % 12 != 6 || width % 9 == 0)) {
            throw new IllegalArgumentException("width: " + width + " is above 2 B1 = " + 2 * b1
                    + ", or neither a multiple of 12 nor 6 times a number that is prime to 6");
        }
        this.b1 = b1;
        this.b2 = b2;
        this.width = width;
        giantSlots = BABIES + width / 6 + 1;
        boolean[] composite = sieve(b2);
        CurveProgram program = new CurveProgram();
        int q = stageOne(program, composite);
        int giants = (b2 + width / 2) / width;
        stageTwoPoints(program, q, giants);
        int[] baby = new int[width / 2];
        int[] chosen = new int[width / 6 + giants];
        int count = 0;
        for (int j = 1; j < width / 2; j += 2) {
            if (Arithmetic.gcd(j, width) == 1) {
                baby[j] = count;
                chosen[count++] = j == 1 ? q : slotOf(j);
            }
        }
        int firstGiant = count;
        for (int i = 0; i < giants; i++) {
            chosen[count++] = giantSlots + i;
        }
        points = java.util.Arrays.copyOf(chosen, count);
        pairs = pairs(composite, baby, firstGiant, giants);
        steps = program.steps();
        slots = giantSlots + Math.max(1, giants); // the first is made in any case
    }

    /** With what the chain for the odd prime k begins. */
    static int first(int k) {
        int index = 0;
        for (int p = 3; p < k; p += 2) {
            index += BailliePsw.isPrime(p) ? 1 : 0;
        }
        return FIRST[index];
    }

    /** Appends the multiplication by every prime power to B1, by 2 as often as makes up for the 12 in every order; returns the slot. */
    private int stageOne(CurveProgram program, boolean[] composite) {
        int q = CurveProgram.START;
        for (long power = 2; power <= b1; power *= 2) {
            int to = q == 0 ? 1 : 0;
            program.twice(q, to);
            q = to;
        }
        for (int p = 3, index = 0; p <= b1; p += 2) {
            if (!composite[p]) {
                for (long power = p; power <= b1; power *= p) {
                    q = LucasChain.append(program, p, FIRST[index], q);
                }
                index++;
            }
        }
        return q;
    }

    private void stageTwoPoints(CurveProgram program, int q, int giants) {
        program.twice(q, TWO);
        program.add(q, TWO, q, THREE);
        program.twice(THREE, SIX);
        program.add(TWO, THREE, q, slotOf(5));
        program.add(q, SIX, slotOf(5), slotOf(7));
        program.add(slotOf(5), SIX, q, slotOf(11));
        program.add(slotOf(7), SIX, q, slotOf(13));
        for (int j = 17; j <= width / 2; j += 6) {
            program.add(slotOf(j - 6), SIX, slotOf(j - 12), slotOf(j));
            program.add(slotOf(j - 4), SIX, slotOf(j - 10), slotOf(j + 2));
        }
        if (width % 12 == 0) {
            program.add(slotOf(width / 2 - 1), slotOf(width / 2 + 1), TWO, giantSlots);
        } else {
            program.twice(slotOf(width / 6), giantSlots);
            program.add(giantSlots, slotOf(width / 6), slotOf(width / 6), giantSlots);
            program.twice(giantSlots, giantSlots);
        }
        if (giants > 1) {
            program.twice(giantSlots, giantSlots + 1);
        }
        for (int i = 2; i < giants; i++) {
            program.add(giantSlots + i - 1, giantSlots, giantSlots + i - 2, giantSlots + i);
        }
    }

    /** 5, 7, 11, 13, … */
    private static int slotOf(int j) {
        return BABIES + j / 6 * 2 + (j % 6 == 1 ? -1 : 0);
    }

    private int[] pairs(boolean[] composite, int[] baby, int firstGiant, int giants) {
        int[] found = new int[b2];
        int count = 0;
        for (int i = 1; i <= giants; i++) {
            for (int j = 1; j < width / 2; j += 2) {
                if (Arithmetic.gcd(j, width) == 1 && (wanted(width * i - j, composite) || wanted(width * i + j, composite))) {
                    found[count++] = firstGiant + i - 1 << 8 | baby[j];
                }
            }
        }
        return java.util.Arrays.copyOf(found, count);
    }

    private boolean wanted(int q, boolean[] composite) {
        return q > b1 && q <= b2 && !composite[q];
    }

    private static boolean[] sieve(int most) {
        boolean[] composite = new boolean[most + 1];
        for (int p = 2; p * p <= most; p++) {
            for (int m = p * p; m <= most; m += p) {
                composite[m] = true;
            }
        }
        return composite;
    }
}
