package dev.kernelbridge.factor.ecm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.scalar.JavaCurves;
import dev.kernelbridge.spi.Curves;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a curve computes between two looks at the stop sign, in counted products of limbs: no clock says it as well. */
final class ProgramTest {
    private static final double MOST = 4e7; // 100 ms in Java

    @ParameterizedTest
    @CsvSource({"364, 50000", "364, 11000", "2000, 2000", "6000, 100"})
    void itLooksOftenAndStops(int bits, long b1) {
        Random random = new Random(bits);
        BigInteger n = BigInteger.probablePrime(bits / 2, random).multiply(BigInteger.probablePrime(bits / 2, random));
        Program program = Program.of(b1, 100 * b1, bits);
        int[] looks = {0};
        try (Counting curves = new Counting(program.open(JavaCurves.ENGINE, n), bits)) {
            assertNull(program.run(curves, n, 6, () -> {
                looks[0]++;
                curves.look();
                return false;
            }));
            curves.look();
            assertTrue(curves.most < MOST, curves.most + " products between two looks");
            assertTrue(curves.all > curves.most, "one stretch was all");
        }
        for (int last : new int[] {1, 2}) {
            int[] seen = {0};
            try (Counting curves = new Counting(program.open(JavaCurves.ENGINE, n), bits)) {
                assertNull(program.run(curves, n, 6, () -> {
                    curves.look();
                    return ++seen[0] == last;
                }));
                assertEquals(last, seen[0], "it looked on");
                assertEquals(0, curves.now, "it went on");
            }
        }
    }

    /** Passes on, and counts. */
    private static final class Counting implements Curves {
        private final Curves curves;
        private final double limbs;
        double now;
        double most;
        double all;

        Counting(Curves curves, int bits) {
            this.curves = curves;
            limbs = bits / 60 + 1;
        }

        void look() {
            most = Math.max(most, now);
            all += now;
            now = 0;
        }

        @Override
        public int lanes() {
            return curves.lanes();
        }

        @Override
        public void begin(BigInteger[] a24, BigInteger[] x) {
            curves.begin(a24, x);
        }

        @Override
        public void chain(short[] steps, int from, int to) {
            now += 6.0 * (to - from) * 2 * limbs * limbs; // an addition takes six products
            curves.chain(steps, from, to);
        }

        @Override
        public void pairs(short[] columns, int from) {
            now += columns.length * 2 * limbs * limbs;
            curves.pairs(columns, from);
        }

        @Override
        public BigInteger[] z() {
            return curves.z();
        }

        @Override
        public BigInteger[] product() {
            return curves.product();
        }

        @Override
        public void close() {
            curves.close();
        }
    }
}
