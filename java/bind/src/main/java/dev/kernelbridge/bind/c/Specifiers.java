package dev.kernelbridge.bind.c;

import dev.kernelbridge.bind.c.CType.Scalar;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What stands before a declaration's names: storage, qualifiers and the type, its words in any order. */
final class Specifiers {

    /** Types by their words in one order: sign, size, kind. */
    private static final Map<String, CType> TYPES = Map.ofEntries(Map.entry("void", CType.VOID), Map.entry("_Bool", Scalar.BOOL),
            Map.entry("char", Scalar.CHAR), Map.entry("signed char", Scalar.SCHAR), Map.entry("unsigned char", Scalar.UCHAR),
            Map.entry("short", Scalar.SHORT), Map.entry("unsigned short", Scalar.USHORT), Map.entry("int", Scalar.INT),
            Map.entry("unsigned int", Scalar.UINT), Map.entry("long", Scalar.LONG), Map.entry("unsigned long", Scalar.ULONG),
            Map.entry("long long", Scalar.LLONG), Map.entry("unsigned long long", Scalar.ULLONG), Map.entry("float", Scalar.FLOAT),
            Map.entry("double", Scalar.DOUBLE));

    private final Grammar grammar;

    Specifiers(Grammar grammar) {
        this.grammar = grammar;
    }

    /**
     * What was read.
     *
     * @param type the type
     * @param constant whether it is const
     * @param typedef whether the names will be types
     * @param isStatic whether it said static
     * @param inline whether it said inline
     * @param depth how deep the type nests
     */
    record Read(CType type, boolean constant, boolean typedef, boolean isStatic, boolean inline, int depth) {

        void refuseStorage(Token at, String where) {
            if (typedef || isStatic || inline) {
                throw new Problem(at, (typedef ? "typedef" : isStatic ? "static" : "inline") + " has no place in " + where);
            }
        }
    }

    Read read() {
        Cursor cursor = grammar.cursor;
        Set<String> storage = new LinkedHashSet<>();
        Map<String, Integer> words = new HashMap<>();
        boolean constant = false;
        CType type = null;
        int depth = 0;
        Token first = cursor.peek();
        while (true) {
            Token token = cursor.peek();
            String text = token.text();
            boolean typed = type != null || !words.isEmpty();
            if (grammar.attributes.here()) {
                grammar.attributes.require();
                continue;
            } else if (!token.word()) {
                break;
            } else if (!typed && grammar.scope.typedefs.containsKey(text)) {
                type = grammar.scope.named(text);
                constant |= grammar.scope.constant.contains(text);
                depth = grammar.scope.depths.getOrDefault(type, 0) + 1;
            } else if (text.equals("typedef") || text.equals("static")) {
                storage.add(text);
            } else if (Words.CONST.contains(text)) {
                constant = true;
            } else if (Words.INLINE.contains(text)) {
                storage.add("inline");
            } else if (Words.ARITHMETIC.containsKey(text)) {
                if (type != null) {
                    throw new Problem(token, "'" + text + "' does not go together with " + type);
                }
                for (String word : Words.ARITHMETIC.get(text).split(" ")) {
                    words.merge(word, 1, Integer::sum);
                }
            } else if (Words.REFUSED.containsKey(text)) {
                if (typed && Words.REFUSED.get(text) == Unsupported.CPLUSPLUS) {
                    break; // an ordinary name in C
                }
                throw Words.REFUSED.get(text).at(token, text);
            } else if (text.equals("struct") || text.equals("union") || text.equals("enum")) {
                if (typed) {
                    throw new Problem(token, "a second type in one declaration: is a semicolon missing before it?");
                }
                type = text.equals("enum") ? grammar.enums.read() : grammar.bodies.aggregate();
                continue;
            } else if (!typed && StandardTypes.all().containsKey(text)) {
                type = StandardTypes.all().get(text);
                depth = 1;
            } else if (!Words.QUALIFIERS.contains(text) && !Words.STORAGE.contains(text)) {
                break;
            }
            cursor.next();
        }
        if (type == null) {
            type = words.isEmpty() ? missing(first) : arithmetic(first, words);
        }
        return new Read(type, constant, storage.contains("typedef"), storage.contains("static"), storage.contains("inline"), depth);
    }

    /** {@code _Static_assert(sizeof(struct s) == 16, "…")}: the text may check what it expects of the platform. */
    void assertion() {
        Cursor cursor = grammar.cursor;
        Token word = cursor.next();
        cursor.expect("(", "after " + word.text());
        Value value = grammar.expressions.whole("what is asserted");
        String message = cursor.accept(",") && cursor.peek().kind() == Token.Kind.STRING ? ": " + cursor.next().text() : "";
        cursor.expect(")", "after the assertion");
        cursor.expect(";", "after the assertion");
        if (!value.isTrue()) {
            throw new Problem(word, "the assertion is false" + message);
        }
    }

    private CType missing(Token first) {
        Cursor cursor = grammar.cursor;
        Token token = cursor.peek();
        if (!token.word() || Words.reserved(token.text())) {
            throw cursor.expected("a type");
        }
        if (cursor.peek(1).is("(") && StandardTypes.refused(token.text()) == null) {
            throw new Problem(first, "expected a type before '" + token.text() + "': what does it return?");
        }
        throw grammar.scope.unknownType(token);
    }

    private static CType arithmetic(Token at, Map<String, Integer> words) {
        Map<String, Integer> left = new HashMap<>(words);
        boolean unsigned = left.remove("unsigned") != null;
        boolean signed = left.remove("signed") != null;
        Integer longs = left.remove("long");
        boolean isCritical = left.remove("short") != null;
        boolean isInt = left.remove("int") != null;
        if (longs != null && left.containsKey("double")) {
            throw Unsupported.LONG_DOUBLE.at(at);
        }
        String size = longs == null ? isCritical ? "short" : "" : "long".repeat(Math.min(longs, 3)).replace("longlong", "long long");
        String kind = String.join(" ", left.keySet());
        boolean sized = !size.isEmpty();
        String key = (unsigned ? "unsigned " : signed && kind.equals("char") ? "signed " : "")
                + (sized ? size : "") + (kind.isEmpty() ? sized ? "" : "int" : sized ? " " + kind : kind);
        CType type = TYPES.get(key);
        boolean repeated = words.entrySet().stream().anyMatch(e -> e.getValue() > (e.getKey().equals("long") ? 2 : 1));
        boolean signsOther = signed && !kind.isEmpty() && !kind.equals("char");
        if (type == null || repeated || unsigned && signed || longs != null && isCritical || isInt && !kind.isEmpty() || signsOther) {
            throw new Problem(at, "the words of this type do not go together: " + String.join(", ", new TreeSet<>(words.keySet())));
        }
        return type;
    }
}
