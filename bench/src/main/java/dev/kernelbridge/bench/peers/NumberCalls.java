package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Refused;
import java.lang.invoke.MethodHandle;

/** What PARI and FLINT are called alike for: the proof of a word, and what may go wrong on the way to C. */
final class NumberCalls {
    private NumberCalls() {
    }

    /** What {@code proof}, a C function of a word that answers with an int, says to each number. */
    static boolean[] prove(String peer, MethodHandle proof, long[] numbers) {
        boolean[] result = new boolean[numbers.length];
        try {
            for (int i = 0; i < numbers.length; i++) {
                result[i] = (int) proof.invokeExact(numbers[i]) != 0;
            }
            return result;
        } catch (Throwable e) {
            throw refused(peer, e);
        }
    }

    /** C would end the JVM over other numbers. */
    static void requireAboveOne(String peer, boolean holds, Object number) {
        if (!holds) {
            throw new Refused(peer + ": " + number + " is not above 1");
        }
    }

    /** What a call threw, in the words of a row that has no figure. */
    static Refused refused(String peer, Throwable e) {
        return e instanceof Refused already ? already : new Refused(peer + ": " + e);
    }
}
