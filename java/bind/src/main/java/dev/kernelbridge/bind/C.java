package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.Parser;
import java.util.List;
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

    /**
     * Compiles a source with the system's compiler and binds what it defines: {@link CCompiler} without options.
     *
     * @param source C
     * @return the library
     * @throws NativeLibraryException if there is no compiler
     * @throws CompileException if the compiler refuses the source, with the place
     */
    public static CLibrary compile(String source) {
        return compiler().compile(source);
    }

    /** {@return the system's compiler, to be given options} */
    public static CCompiler compiler() {
        return new CCompiler(List.of(), List.of());
    }
}
