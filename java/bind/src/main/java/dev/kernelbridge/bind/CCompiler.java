package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Declarations;
import dev.kernelbridge.bind.c.LayoutCheck;
import dev.kernelbridge.bind.c.Parser;
import dev.kernelbridge.bind.c.Prototype;
import dev.kernelbridge.bind.compile.Compiler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Compiles C at run time, with options: what CFFI calls its API mode. The system's compiler runs once for a text; what it made is kept
 * in the user's cache under its hash, so the next process starts none. Immutable: each method that sets something gives another
 * compiler. May be used from any thread.
 *
 * <p>{@snippet :
 * CLibrary ours = C.compiler().flags("-O3", "-march=native").libraries("m").compile("""
 *         #include <math.h>
 *         double hypotenuse(double a, double b) { return sqrt(a * a + b * b); }
 *         """);
 * double five = (double) ours.function("hypotenuse").call(3.0, 4.0);
 * }
 */
public final class CCompiler {

    private static final String FILE = "source.c";

    private final List<String> flags;
    private final List<String> libraries;

    CCompiler(List<String> flags, List<String> libraries) {
        this.flags = List.copyOf(flags);
        this.libraries = List.copyOf(libraries);
    }

    /**
     * Adds options of the compiler, behind {@code -O2}: {@code -O3}, {@code -march=native}, {@code -std=c11}, {@code -I} and the like.
     *
     * @param more options as the compiler takes them, one each; folders are taken from the JVM's working folder
     */
    public CCompiler flags(String... more) {
        List<String> all = new ArrayList<>(flags);
        for (String flag : more) {
            if (flag.isBlank() || !flag.startsWith("-")) {
                throw new IllegalArgumentException("flags: \"" + flag + "\" is no option of a compiler; one begins with '-', and each is an"
                        + " argument of its own");
            }
            boolean folder = flag.length() > 2 && (flag.startsWith("-I") || flag.startsWith("-L"));
            all.add(folder ? flag.substring(0, 2) + Path.of("").toAbsolutePath().resolve(flag.substring(2)) : flag);
        }
        return new CCompiler(all, libraries);
    }

    /**
     * Adds libraries to link with.
     *
     * @param more names as {@code -l} takes them: {@code "m"}
     */
    public CCompiler libraries(String... more) {
        List<String> all = new ArrayList<>(libraries);
        for (String library : more) {
            all.add("-l" + Objects.requireNonNull(library, "library"));
        }
        return new CCompiler(flags, all);
    }

    /**
     * Compiles a source and binds what it defines and declares itself: its functions but the static ones, structs, enums and constants.
     * Its structs' sizes and offsets are compared with the compiler's.
     *
     * @param source C, as the system's compiler takes it
     * @return the library
     * @throws NativeLibraryException if there is no compiler, or what it made does not load
     * @throws CompileException if the compiler or the linker refuses the source, with the place
     * @throws BindingException if the compiler lays a struct out in another way than the platform's rules, as after {@code -fpack-struct}
     */
    public CLibrary compile(String source) {
        Objects.requireNonNull(source, "source");
        CompiledLibraries.Compiled compiled = CompiledLibraries.compile(Compiler.c(), source, flags, libraries,
                text -> check(own(Parser.header(text))).source());
        Declarations declarations = own(Parser.header(compiled.text()));
        NativeLibrary library = NativeLibrary.openPath(compiled.file());
        Optional<String> difference = check(declarations).difference(library.symbols().find(LayoutCheck.SYMBOL).orElseThrow());
        if (difference.isPresent()) {
            throw new BindingException(difference.get() + "; leave out the flag or the attribute that packs or aligns it, or pass the struct"
                    + " through functions of your own");
        }
        return new CLibrary(library, declarations);
    }

    /** What the source declares itself, and not through a header. */
    private static Declarations own(Declarations all) {
        Map<String, Prototype> functions = new LinkedHashMap<>(all.functions());
        functions.keySet().removeIf(name -> !own(all, name));
        Map<String, Object> constants = new LinkedHashMap<>(all.constants());
        constants.keySet().removeIf(name -> !own(all, name));
        List<Declarations.Refusal> refused = all.refused().stream().filter(r -> r.at().file().equals(FILE)).toList();
        return new Declarations(functions, all.typedefs(), all.aggregates(), all.enums(), constants, refused, all.origins());
    }

    private static boolean own(Declarations all, String name) {
        Declarations.Origin origin = all.origins().get(name);
        return origin != null && origin.at().file().equals(FILE);
    }

    private static LayoutCheck check(Declarations all) {
        Map<String, CType.Aggregate> types = new LinkedHashMap<>();
        all.aggregates().values().stream().filter(a -> !a.opaque() && own(all, a.toString())).forEach(a -> types.put(a.toString(), a));
        all.typedefs().forEach((name, type) -> {
            if (type instanceof CType.Aggregate a && a.tag().isEmpty() && !a.opaque() && own(all, name)) {
                types.put(name, a);
            }
        });
        Map<String, CType.Enumeration> enums = new LinkedHashMap<>(all.enums());
        enums.keySet().removeIf(tag -> !own(all, "enum " + tag));
        return LayoutCheck.of(types, enums);
    }
}
