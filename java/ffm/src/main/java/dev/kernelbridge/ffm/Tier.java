package dev.kernelbridge.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * A SIMD tier of the C library. The library knows which it was built with and which this processor can run; the user may force a
 * lower one.
 *
 * @param index   its number in the C ABI
 * @param name    {@code x86-64-v4}
 * @param hardFma whether it has fma as an instruction; else each one is a call into libm, 10 to 100 times slower
 */
record Tier(int index, String name, boolean hardFma) {
    static final String PROPERTY = "kernelbridge.cpu";
    static final String VARIABLE = "KERNELBRIDGE_CPU";

    /** Forcing a tier that is not there. */
    static final class UnknownTierException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String fix;

        UnknownTierException(String reason, String fix) {
            super(reason);
            this.fix = fix;
        }

        String fix() {
            return fix;
        }
    }

    /** What the user forces, by property or environment, as {@code "how=name"}; null if nothing. */
    static String forced() {
        String property = System.getProperty(PROPERTY);
        if (property != null && !property.isBlank()) {
            return "-D" + PROPERTY + "=" + property.strip();
        }
        String variable = System.getenv(VARIABLE);
        return variable == null || variable.isBlank() ? null : VARIABLE + "=" + variable.strip();
    }

    /** The forced tier, or the best that this processor has. */
    static Tier choose(SymbolLookup library, String forced) throws Throwable {
        MethodHandle nameOf = Library.bind(library, "kb_tier_name", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        int best = (int) Library.bind(library, "kb_tier_best", FunctionDescriptor.of(JAVA_INT)).invokeExact();
        List<String> names = new ArrayList<>();
        for (MemorySegment name; !(name = (MemorySegment) nameOf.invokeExact(names.size())).equals(MemorySegment.NULL);) {
            names.add(name.reinterpret(64).getString(0));
        }
        int index = best;
        if (forced != null) {
            String wanted = forced.substring(forced.indexOf('=') + 1);
            index = names.indexOf(wanted);
            String fix = "choose one of " + String.join(", ", names.subList(0, best + 1)) + ", or leave it out";
            if (index < 0) {
                throw new UnknownTierException(forced + " is not a SIMD tier of the C library", fix);
            }
            if (index > best) {
                throw new UnknownTierException(forced + " asks for more than this processor has, " + names.get(best), fix);
            }
        }
        return new Tier(index, names.get(index), hasFma(names.get(index)));
    }

    private static boolean hasFma(String name) {
        return !name.equals("x86-64") && !name.equals("x86-64-v2") && !name.equals("generic");
    }
}
