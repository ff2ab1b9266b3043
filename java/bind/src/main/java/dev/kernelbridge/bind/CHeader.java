package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.Declarations;
import dev.kernelbridge.bind.c.Parser;
import dev.kernelbridge.bind.compile.Compiler;
import dev.kernelbridge.bind.header.Generator;
import dev.kernelbridge.bind.header.HeaderText;
import dev.kernelbridge.bind.header.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Linker;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A C header, of which Java source is to be made: what {@code ./kernels bind} does, for a build. The system's compiler preprocesses the
 * header; its part ends there. Immutable: each method that sets something gives another one.
 *
 * <p>{@snippet :
 * CHeader.read("zlib.h").java("com.example.zlib", "Zlib", "z").writeTo(Path.of("src"));
 * }
 */
public final class CHeader {

    private final String header;
    private final List<String> options;
    private final List<String> also;
    private final List<String> lambdas;

    private CHeader(String header, List<String> options, List<String> also, List<String> lambdas) {
        this.header = header;
        this.options = List.copyOf(options);
        this.also = List.copyOf(also);
        this.lambdas = List.copyOf(lambdas);
    }

    /**
     * Something that a header declares.
     *
     * @param kind function, constant, enum, struct, union or callback; {@code refused} if it cannot be bound, {@code missing} if the library lacks it
     * @param name its name in C; empty where a declaration was not understood
     * @param bound whether the Java source has it
     * @param text what it is in Java, or why it is not bound, with the way round
     * @param line its line in the header; 0 if that is not known
     */
    public record Entry(String kind, String name, boolean bound, String text, int line) {
    }

    /**
     * Java source.
     *
     * @param packageName its package; empty for none
     * @param className its interface
     * @param text the source
     * @param entries what is in it, in the header's order, and in the end what is not
     * @param unchecked why nobody could ask the library for its functions, so that all of the header's are bound; empty if it was asked
     */
    public record JavaSource(String packageName, String className, String text, List<Entry> entries, String unchecked) {

        /**
         * Writes the file, in the folders of its package. A file that is there is replaced if it was made from a header, too.
         *
         * @param root the root folder of sources
         * @return the file
         * @throws IllegalArgumentException if a file of that name is there that a person wrote
         */
        public Path writeTo(Path root) {
            Path file = root.resolve(packageName.replace('.', '/')).resolve(className + ".java");
            try {
                if (Files.exists(file) && !Files.readString(file).contains(Generator.MARK)) {
                    throw new IllegalArgumentException(file + " is there, and was not made from a header; take another name, or remove it");
                }
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException("could not write " + file + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * Names a header; nothing is read yet.
     *
     * @param header as it stands behind {@code #include}, or the path of a file
     */
    public static CHeader read(String header) {
        return new CHeader(Objects.requireNonNull(header, "header"), List.of(), List.of(), List.of());
    }

    /** Adds options of the compiler, each an argument of its own: {@code "-I/opt/x/include", "-DNDEBUG"}. */
    public CHeader options(String... more) {
        return new CHeader(header, joined(options, more), also, lambdas);
    }

    /** Takes in what headers declare that this one includes, by patterns of their names: {@code "zconf.h"}, {@code "gsl/*.h"}. */
    public CHeader also(String... patterns) {
        return new CHeader(header, options, joined(also, patterns), lambdas);
    }

    /**
     * Names functions that call back only while they run, as {@code qsort}: a lambda can be handed to them directly, and lives for the
     * call. Others take the function pointer that a callback type's {@code of(arena, lambda)} makes, since C may keep it.
     *
     * @param functions names, or patterns as {@code "sqlite3_*exec"}
     */
    public CHeader lambdas(String... functions) {
        return new CHeader(header, options, also, joined(lambdas, functions));
    }

    /** {@return the name of the interface where nobody gives one: Sqlite3 of sqlite3.h} */
    public String className() {
        String base = header.replaceAll(".*[/\\\\]", "").replaceAll("\\.[A-Za-z]+$", "");
        StringBuilder name = new StringBuilder();
        for (String part : base.split("[^A-Za-z0-9]+")) {
            name.append(part.isEmpty() ? "" : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "C" + name : name.toString();
    }

    /**
     * Makes Java source of it.
     *
     * @param packageName its package; empty for none
     * @param className its interface
     * @param library the library, as {@link NativeLibrary#open(String)} takes it; functions that it lacks here are left out. Empty for
     *     what is in the process, as the C library
     * @throws CompileException if the compiler does not find the header, or refuses it
     * @throws NativeLibraryException if there is no compiler
     * @throws IllegalArgumentException if a name is none, or the header declares nothing
     */
    public JavaSource java(String packageName, String className, String library) {
        String unchecked = "";
        Predicate<String> present = function -> true;
        try {
            NativeLibrary opened = library.isEmpty() ? NativeLibrary.process() : NativeLibrary.open(library);
            present = function -> opened.symbols().find(function).isPresent() || Linker.nativeLinker().defaultLookup().find(function).isPresent();
        } catch (NativeLibraryException e) {
            unchecked = e.getMessage();
        }
        return java(packageName, className, library, present, unchecked);
    }

    /**
     * What {@link #java} would make of the header, for any library.
     *
     * @return what it declares, in its order, and in the end what cannot be bound, with the reasons
     */
    public List<Entry> check() {
        return java("", className(), "", function -> true, "").entries();
    }

    private JavaSource java(String packageName, String className, String library, Predicate<String> present, String unchecked) {
        if (!packageName.isEmpty()) {
            for (String part : packageName.split("\\.", -1)) {
                requireName("package", packageName, part);
            }
        }
        requireName("name", className, className);
        HeaderText text = HeaderText.of(Compiler.c(), header, options);
        Declarations declarations = Parser.header(text.text());
        List<PathMatcher> more = also.stream().map(CHeader::matcher).toList();
        List<PathMatcher> direct = lambdas.stream().map(CHeader::matcher).toList();
        Order order = new Order(header.replaceAll(".*[/\\\\]", ""), packageName, className, library,
                file -> file.equals(text.file()) || more.stream().anyMatch(m -> m.matches(Path.of(file).getFileName()) || m.matches(Path.of(file))),
                present, function -> direct.stream().anyMatch(m -> m.matches(Path.of(function))));
        Generator.Written written = Generator.write(declarations, order);
        if (written.entries().isEmpty()) {
            throw new IllegalArgumentException(header + " itself declares nothing; it includes " + String.join(", ", text.files().stream()
                    .filter(f -> !f.equals(text.file())).limit(8).toList()) + ": take in what is wanted with --also (also(…) in Java)");
        }
        return new JavaSource(packageName, className, written.source(), written.entries(), unchecked);
    }

    private static PathMatcher matcher(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + (pattern.contains("/") && !pattern.startsWith("/") ? "**/" : "") + pattern);
    }

    private static void requireName(String what, String all, String part) {
        boolean name = !part.isEmpty() && Character.isJavaIdentifierStart(part.charAt(0)) && part.chars().allMatch(Character::isJavaIdentifierPart);
        if (!name || !Generator.isFree(part)) {
            throw new IllegalArgumentException(what + ": \"" + all + "\" is no name in Java");
        }
    }

    private static List<String> joined(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    @Override
    public String toString() {
        return header;
    }
}
