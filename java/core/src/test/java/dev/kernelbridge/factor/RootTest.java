package dev.kernelbridge.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Roots decide what is a perfect power: one too small by 1 would be taken for none. */
final class RootTest {

    @Test
    void rootsAreExactAtPowersAndBesideThem() {
        Random random = new Random(3);
        for (int bits : new int[] {17, 32, 49, 50, 51, 52, 53, 64, 100, 700}) {
            for (int k : new int[] {2, 3, 5, 7, 31, 100}) {
                BigInteger power2 = BigInteger.ONE.shiftLeft(bits);
                for (BigInteger r : List.of(power2, power2.subtract(BigInteger.ONE), new BigInteger(bits, random).setBit(bits - 1))) {
                    BigInteger power = r.pow(k);
                    assertEquals(r, PerfectPower.root(power, k));
                    assertEquals(r, PerfectPower.root(power.add(BigInteger.ONE), k));
                    assertEquals(r.subtract(BigInteger.ONE), PerfectPower.root(power.subtract(BigInteger.ONE), k));
                }
            }
        }
    }
}
