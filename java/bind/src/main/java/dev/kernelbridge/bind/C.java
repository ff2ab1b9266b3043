package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.Parser;
import java.util.Objects;

/**
 * C as text, at run time.
 *
 * {@snippet lang = "java" :
 * CText zlib = C.parse("""
 *         #define Z_BEST_COMPRESSION 9
 *         unsigned long compressBound(unsigned long sourceLen);
 *         int compress2(unsigned char *dest, unsigned long *destLen, const unsigned char *source, unsigned long sourceLen, int level);
 *         """);
 * }
 */
public final class C {

    private C() {
    }

    /**
     * Reads declarations: prototypes, typedefs, structs, unions, enums, and {@code #define}s of constants. The names of stdint.h,
     * stddef.h and stdbool.h, {@code off_t}, {@code time_t} and {@code FILE} are known without an include.
     *
     * @param text the declarations
     * @return what they say
     * @throws CSyntaxException if the text is not C, or has something that cannot be bound: with line, column, and the way round
     */
    public static CText parse(String text) {
        return new CText(Parser.parse(Objects.requireNonNull(text, "text")));
    }
}
