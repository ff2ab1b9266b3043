package dev.kernelbridge.bind.c;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** C's keywords in the spellings of GNU, Clang and Microsoft, by what they mean in a declaration. */
final class Words {

    /** Words of arithmetic types and void, to C's own spelling. */
    static final Map<String, String> ARITHMETIC = arithmetic();
    static final Set<String> TYPE_WORDS = Set.of("void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "_Bool");
    static final Set<String> CONST = Set.of("const", "__const", "__const__");
    static final Set<String> QUALIFIERS = Set.of("volatile", "__volatile", "__volatile__", "restrict", "__restrict", "__restrict__",
            "__extension__", "_Nonnull", "_Nullable", "_Null_unspecified", "__ptr64", "__unaligned");
    static final Set<String> STORAGE = Set.of("extern", "auto", "register", "_Noreturn", "noreturn");
    static final Set<String> INLINE = Set.of("inline", "__inline", "__inline__", "__forceinline");
    static final Set<String> ATTRIBUTE = Set.of("__attribute__", "__attribute");
    static final Set<String> ASM = Set.of("asm", "__asm", "__asm__");
    static final Set<String> ALIGNOF = Set.of("_Alignof", "alignof", "__alignof__", "__alignof");

    /** Words on which a declaration is refused. */
    static final Map<String, Unsupported> REFUSED = refused();

    private static final Set<String> RESERVED = reserved();

    private Words() {
    }

    /** {@return whether it is a word of the language, so that nothing can be named so} */
    static boolean reserved(String word) {
        return RESERVED.contains(word);
    }

    /** {@return whether a declaration's specifiers may begin with it, typedefs' names aside} */
    static boolean beginsType(String word) {
        return ARITHMETIC.containsKey(word) || CONST.contains(word) || QUALIFIERS.contains(word) || REFUSED.containsKey(word)
                || word.equals("struct") || word.equals("union") || word.equals("enum") || ATTRIBUTE.contains(word);
    }

    private static Map<String, String> arithmetic() {
        Map<String, String> all = new HashMap<>();
        for (String word : new String[] {"void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "_Bool"}) {
            all.put(word, word);
        }
        all.put("__signed__", "signed");
        all.put("__signed", "signed");
        all.put("_Float32", "float"); // the same size and the same registers as float on every platform that Java runs on
        all.put("_Float64", "double");
        all.put("_Float32x", "double");
        all.put("__int64", "long long");
        all.put("__int32", "int");
        all.put("__int16", "short");
        all.put("__int8", "char");
        return Map.copyOf(all);
    }

    private static Map<String, Unsupported> refused() {
        Map<String, Unsupported> all = new HashMap<>();
        put(all, Unsupported.COMPLEX, "_Complex", "__complex__", "__complex", "_Imaginary");
        put(all, Unsupported.INT128, "__int128", "__int128_t", "__uint128_t");
        put(all, Unsupported.OTHER_FLOAT, "_Float16", "_Float128", "_Float64x", "_Float128x", "__float128", "__float80", "__bf16", "__fp16",
                "_Decimal32", "_Decimal64", "_Decimal128");
        put(all, Unsupported.BIT_INT, "_BitInt");
        put(all, Unsupported.ALIGNED, "_Alignas", "alignas");
        put(all, Unsupported.ATOMIC, "_Atomic");
        put(all, Unsupported.TYPEOF, "typeof", "__typeof__", "__typeof", "typeof_unqual",
                "__auto_type");
        put(all, Unsupported.THREAD_LOCAL, "_Thread_local", "thread_local", "__thread");
        put(all, Unsupported.CPLUSPLUS, "class", "template", "namespace", "using", "public", "private", "protected", "virtual", "operator",
                "friend", "typename", "explicit", "mutable", "constexpr", "decltype", "noexcept");
        return Map.copyOf(all);
    }

    private static void put(Map<String, Unsupported> all, Unsupported reason, String... words) {
        for (String word : words) {
            all.put(word, reason);
        }
    }

    private static Set<String> reserved() {
        Set<String> all = new HashSet<>(ARITHMETIC.keySet());
        for (Set<String> words : Set.of(CONST, QUALIFIERS, INLINE, ATTRIBUTE, ASM)) {
            all.addAll(words);
        }
        all.addAll(Set.of("typedef", "static", "extern", "auto", "register", "_Noreturn", "struct", "union", "enum", "sizeof", "_Alignof",
                "_Static_assert", "_Generic", "if", "else", "for",
                "while", "do", "switch", "case", "default", "break", "continue", "return",
                "goto", "_Alignas", "_Atomic", "_Complex", "_Imaginary", "_Thread_local", "_BitInt", "__declspec"));
        return Set.copyOf(all);
    }
}
