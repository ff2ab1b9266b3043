package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.KB_ABI;
import static dev.kernelbridge.jni.KernelbridgeC.kb_abi;
import static dev.kernelbridge.jni.KernelbridgeC.kb_tier_best;
import static dev.kernelbridge.jni.KernelbridgeC.kb_tier_name;

import dev.kernelbridge.bind.NativeLibrary;
import dev.kernelbridge.bind.NativeLibraryException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The loaded library and the SIMD tier that was chosen: all that can be missing or wrong shows here, before any kernel runs.
 *
 * @param tier     the tier's number in the C ABI
 * @param tierName what people call it, as {@code x86-64-v3}
 */
record JniLibrary(int tier, String tierName) {

    private static final String NAME = "kernelbridge_jni";
    private static final String TIER_PROPERTY = "kernelbridge.cpu";
    private static final String TIER_VARIABLE = "KERNELBRIDGE_CPU";

    /**
     * Loads and checks it; doing so again is cheap.
     *
     * @throws NativeLibraryException if it is not there, is of another ABI, or has not the tier that was asked for
     */
    static JniLibrary open() {
        NativeLibrary.load(JniLibrary.class, NAME);
        int abi = kb_abi();
        if (abi != KB_ABI) {
            throw new NativeLibraryException(
                    System.mapLibraryName(NAME) + " has ABI number " + abi + ", this jar needs " + KB_ABI,
                    "use the library that was built with this jar", null);
        }
        List<String> known = IntStream.iterate(0, i -> i + 1).mapToObj(KernelbridgeC::kb_tier_name)
                .takeWhile(Objects::nonNull).toList();
        int tier = tier(known, kb_tier_best());
        return new JniLibrary(tier, kb_tier_name(tier));
    }

    private static int tier(List<String> known, int best) {
        String property = System.getProperty(TIER_PROPERTY, "").strip();
        String variable = System.getenv().getOrDefault(TIER_VARIABLE, "").strip();
        String forced = property.isEmpty() ? variable : property;
        if (forced.isEmpty()) {
            return best;
        }
        int tier = known.indexOf(forced);
        if (tier < 0 || tier > best) {
            throw new NativeLibraryException((property.isEmpty() ? TIER_VARIABLE : "-D" + TIER_PROPERTY) + "=" + forced + ": "
                    + (tier < 0 ? "unknown tier" : "this processor reaches " + known.get(best)) + "; known are "
                    + String.join(", ", known), "name one that works here, or leave it out for the best", null);
        }
        return tier;
    }
}
