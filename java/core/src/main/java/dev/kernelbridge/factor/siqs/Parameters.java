package dev.kernelbridge.factor.siqs;

import java.math.BigInteger;

/**
 * How much of everything, by size of n, interpolated between the rows of a table. Those at 96, 128, 165 and 200 bits were searched with
 * one to sixty numbers each on a Xeon with AVX-512. From 232 to 298 bits (70 to 90 digits) 5 to 20 settings each were compared by the
 * relations that C found in samples of 2 to 4 seconds of CPU time, repeated with large primes moved a little until there were cycles
 * enough; around the best one the time is flat, and then the smaller base is here, for the matrix. At 313 bits there were three
 * settings, beyond none. Pairs of large primes pay from 232 bits on (5.6 s instead of 5.8; at 248 bits 19 instead of 22).
 *
 * @param base      primes in the factor base
 * @param blocks    blocks a polynomial
 * @param blockBits logarithm of a block's length to base 2
 * @param small     primes below are not sieved
 * @param left      bits of Q(x) that may be left, beyond a large prime's or two's
 * @param multiple  a large prime is at most that many times the largest of the base
 * @param pairs     the power of the largest large prime up to which a product of two is kept; 0 for none
 * @param factor    bits that a prime of a should have
 * @param excess    how many relations more than primes
 */
record Parameters(int base, int blocks, int blockBits, int small, double left, int multiple, double pairs, double factor, int excess) {

    /** bits of n, base, places in units of 2^12, small, left, multiple, pairs, factor. */
    private static final double[][] TABLE = {
        {60, 40, 2, 20, 4, 20, 0, 6.0},
        {80, 70, 3, 25, 4, 30, 0, 6.5},
        {96, 105, 4, 30, 4, 40, 0, 7.0},
        {112, 220, 4, 35, 5, 40, 0, 7.5},
        {128, 400, 8, 45, 5, 40, 0, 8.5},
        {149, 900, 8, 60, 6, 50, 0, 8.5},
        {165, 1600, 8, 80, 6, 60, 0, 9.0},
        {181, 2700, 8, 100, 7, 60, 0, 9.5},
        {200, 4600, 8, 130, 9, 55, 0, 10.0},
        {215, 8000, 8, 170, 10, 60, 0, 10.5},
        {231, 14500, 16, 200, 10, 80, 0, 10.5},
        {232, 10500, 8, 256, 5, 60, 1.80, 10.0},
        {248, 20500, 16, 256, 4, 80, 1.80, 10.0},
        {265, 35000, 24, 256, 4, 80, 1.80, 10.0},
        {281, 48000, 32, 256, 4, 110, 1.82, 10.5},
        {298, 68000, 40, 256, 4, 120, 1.83, 11.0},
        {320, 92000, 50, 256, 4, 140, 1.84, 11.0},
        {400, 200000, 160, 256, 10, 160, 1.85, 12},
    };

    static Parameters of(BigInteger n) {
        double bits = n.bitLength();
        int row = 1;
        while (row < TABLE.length - 1 && bits > TABLE[row][0]) {
            row++;
        }
        double[] low = TABLE[row - 1];
        double[] high = TABLE[row];
        double t = Math.clamp((bits - low[0]) / (high[0] - low[0]), 0.0, 1.0);
        double[] v = new double[low.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = i == 1 ? Math.exp(Math.log(low[i]) * (1 - t) + Math.log(high[i]) * t) : low[i] * (1 - t) + high[i] * t;
        }
        return of((int) v[1], v[2], (int) v[3], v[4], (int) v[5], t == 1 || low[6] > 0 ? v[6] : 0, v[7]);
    }

    static Parameters of(int base, double places, int small, double left, int multiple, double pairs, double factor) {
        int blockBits = 15;
        int blocks = (int) Math.ceil(places * 4096 / 32768);
        if (places * 4096 <= 32768) {
            blocks = 1;
            blockBits = 12 + (int) Math.round(Math.log(places) / Math.log(2));
        }
        return new Parameters(base, blocks, blockBits, small, left, multiple, pairs, factor, base < 1000 ? 8 : 64);
    }
}
