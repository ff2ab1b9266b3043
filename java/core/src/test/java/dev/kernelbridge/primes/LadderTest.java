package dev.kernelbridge.primes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rungs of prime counting against the published tables, against a plain sieve, and against each other. */
final class LadderTest {

    /** A way to count, as far as it goes in a test. */
    record Rung(String name, long limit, LongUnaryOperator pi) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Rung> rungs() {
        return Stream.of(new Rung("SmallTable", SmallTable.LIMIT, SmallTable::count),
                new Rung("RoughLucy", 300_000_000_000L, RoughLucy::count), new Rung("Lmo", 3_000_000_000L, Lmo::count));
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void everyNumberToAHundredThousand(Rung rung) {
        BitSet composite = new BitSet();
        long count = 0;
        for (int n = 0; n <= Math.min(rung.limit, 100_000); n++) {
            if (n >= 2 && !composite.get(n)) {
                count++;
                for (int m = 2 * n; m <= 100_000; m += n) {
                    composite.set(m);
                }
            }
            long pi = rung.pi.applyAsLong(n);
            if (pi != count) {
                assertEquals(count, pi, rung + " of " + n);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rungs")
    void thePublishedTables(Rung rung) {
        for (String[] row : Oracle.rows("pi-edge.csv", "pi-random.csv")) {
            if (row[0].length() < 16 && Long.parseLong(row[0]) <= rung.limit) {
                long n = Long.parseLong(row[0]);
                assertEquals(Long.parseLong(row[1]), n < 2 ? 0 : rung.pi.applyAsLong(n), () -> rung + " of " + n);
            }
        }
    }

    @Test
    void atRandomAndAroundSquaresOfPrimesAllAgree() {
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            long n = random.nextLong(1L << 10 + i % 26);
            assertEquals(RoughLucy.count(n), Lmo.count(n), () -> "pi(" + n + ")");
        }
        for (long p : new long[] {31, 101, 317, 1009, 3163, 9973, 31_627, 100_003}) {
            for (long n = p * p - 1; n <= p * p + 1; n++) {
                assertEquals(RoughLucy.count(n), Lmo.count(n), "pi(" + n + ")");
            }
        }
    }
}
