package dev.kernelbridge.bind.header;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Names in Java for names in C. Functions and constants keep theirs, so that people find them in the manual; types get names as Java's
 * have; a word that Java keeps for itself gets an underscore, and so does a name that is taken.
 */
final class JavaNames {

    private static final Set<String> RESERVED = Set.of("abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class",
            "const", "continue", "default", "do", "double", "else", "enum", "extends", "final", "finally", "float", "for", "goto", "if",
            "implements", "import", "instanceof", "int", "interface", "long", "native", "new", "package", "private", "protected", "public",
            "return", "short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient", "try", "void",
            "volatile", "while", "true", "false", "null", "_");

    /** Methods that every object has: an interface cannot declare them anew, or would not mean C's by them. */
    static final Set<String> OF_OBJECT = Set.of("getClass", "notify", "notifyAll", "wait", "hashCode", "toString", "clone", "finalize", "equals");

    /** Types that the source itself names. */
    private static final Set<String> TAKEN_TYPES = Set.of("Object", "String", "Override", "FunctionalInterface", "Record", "Enum",
            "MemorySegment", "Arena", "C", "CText", "StructType", "Callback", "NativeLibrary", "CFunction", "MayLack", "Nullable", "SizedBy",
            "MethodHandles", "Double", "Float", "Long", "Integer");

    private final Set<String> fields = new HashSet<>();
    private final Set<String> methods = new HashSet<>(OF_OBJECT);
    private final Set<String> types = new HashSet<>();

    JavaNames(String className) {
        TAKEN_TYPES.forEach(name -> types.add(folded(name)));
        types.add(folded(className));
        methods.add("open");
        methods.add("on");
    }

    /** {@return a constant's or struct's name that no other field of the interface has} */
    String field(String c) {
        return unique(word(c), fields, UnaryOperator.identity());
    }

    String method(String c) {
        return unique(word(c), methods, UnaryOperator.identity());
    }

    /** {@return a type's name; two that differ in their letters' case alone would be one file on some systems} */
    String type(String c) {
        return unique(camel(c), types, JavaNames::folded);
    }

    private static String unique(String name, Set<String> taken, UnaryOperator<String> key) {
        String free = name;
        while (!taken.add(key.apply(free))) {
            free += "_";
        }
        return free;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** {@return the name, with an underscore if it is one of Java's words} */
    static String word(String c) {
        String name = c.codePoints().allMatch(Character::isJavaIdentifierPart) ? c
                : c.codePoints().map(p -> Character.isJavaIdentifierPart(p) ? p : '_')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return RESERVED.contains(name) ? name + "_" : name;
    }

    /** {@return whether Java takes the name as it is, for a record's component too} */
    static boolean component(String c) {
        return word(c).equals(c) && !OF_OBJECT.contains(c);
    }

    /** {@return a parameter's name, without the underscores by which a system's header keeps out of the way; empty if it has none} */
    static String parameter(String c) {
        String bare = c.replaceFirst("^_+", "");
        return bare.isEmpty() || !Character.isJavaIdentifierStart(bare.codePointAt(0)) ? "" : word(bare);
    }

    /** {@return {@code CBLAS_ORDER} as CblasOrder, {@code z_stream} as ZStream, {@code XImage} as XImage} */
    static String camel(String c) {
        StringBuilder all = new StringBuilder();
        for (String part : word(c).split("_")) {
            if (!part.isEmpty()) {
                boolean shouted = part.length() > 1 && part.equals(part.toUpperCase(Locale.ROOT));
                all.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(shouted ? folded(part.substring(1)) : part.substring(1));
            }
        }
        if (all.isEmpty() || !Character.isJavaIdentifierStart(all.charAt(0))) {
            all.insert(0, "C");
        }
        return all.toString();
    }
}
