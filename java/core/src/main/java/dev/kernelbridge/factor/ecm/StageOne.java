package dev.kernelbridge.factor.ecm;

import dev.kernelbridge.spi.LucasChain;
import java.util.function.LongConsumer;

/**
 * Multiplies the starting point, in register 0, by all primes up to B1, each as often as its powers stay below B1, and puts the product
 * into register 0. In pieces of some ten thousand steps, between which an engine can be stopped; those of small B1 are kept.
 */
final class StageOne {
    /** The primes of a piece span this much: about 16,000 steps. */
    private static final long SPAN = 8192;

    private final long b1;
    private final short[][] pieces;

    StageOne(long b1) {
        this.b1 = b1;
        pieces = new short[Math.toIntExact(Math.min(256, b1 / SPAN + 1))][];
    }

    int pieces() {
        return Math.toIntExact(b1 / SPAN + 1);
    }

    /** Piece i of the program. */
    short[] piece(int i) {
        if (i >= pieces.length) {
            return make(i);
        }
        short[] made = pieces[i]; // two threads may make the same one
        if (made == null) {
            made = make(i);
            pieces[i] = made;
        }
        return made;
    }

    private short[] make(int i) {
        Piece piece = new Piece();
        SmallPrimes.forEach(i * SPAN, Math.min((i + 1) * SPAN, b1 + 1), piece);
        return piece.end();
    }

    private final class Piece implements LongConsumer {
        private final Steps steps = new Steps();
        private int point;

        @Override
        public void accept(long p) {
            for (long power = p; power <= b1; power *= p) {
                point = LucasChain.append(steps, p, point);
            }
        }

        /** The next piece begins with register 0 again. */
        short[] end() {
            if (point != 0) {
                steps.copyTo(0, point);
            }
            return steps.toArray();
        }
    }
}
