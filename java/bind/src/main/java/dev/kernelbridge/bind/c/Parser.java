package dev.kernelbridge.bind.c;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads declarations in C, by recursive descent with a bounded depth, in time linear in the text. The user's own text is refused as a
 * whole where something in it cannot be bound; a header that the system's preprocessor has been through loses that declaration only.
 */
public final class Parser {

    private static final Declarations NONE = new Declarations(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Map.of());

    private final Grammar grammar;
    private final List<String> declared = new ArrayList<>(); // functions of this text
    private int linkage; // how many extern "C" braces are open

    private Parser(String text, Declarations known, boolean lenient) {
        Source source = Lexer.read(text);
        Grammar made;
        try {
            made = new Grammar(source, lenient);
        } catch (Problem problem) {
            throw new Report(source, false).exception(problem);
        }
        this.grammar = made;
        grammar.scope.know(known);
    }

    /**
     * Reads the user's own declarations.
     *
     * @throws dev.kernelbridge.bind.CSyntaxException if something is not C, or cannot be bound
     */
    public static Declarations parse(String text) {
        return parse(text, NONE);
    }

    /** The same, for a text that may use what another has declared; the result holds both. */
    public static Declarations parse(String text, Declarations known) {
        Parser parser = new Parser(text, known, false);
        return parser.strictly(() -> {
            parser.all();
            return parser.result();
        });
    }

    /**
     * Reads a header after the preprocessor ({@code cc -E}, with {@code -dD} its macros too, with {@code -C} its comments too). What
     * cannot be bound is in {@link Declarations#refused}, with its reason. Never throws for what the text holds.
     */
    public static Declarations header(String text) {
        Parser parser = new Parser(text, NONE, true);
        parser.all();
        return parser.result();
    }

    /** Reads one prototype, with a semicolon or without: {@code double cbrt(double)}. */
    public static Prototype prototype(String text) {
        return prototype(text, NONE);
    }

    /** The same, where the prototype may use the types that another text has declared. */
    public static Prototype prototype(String text, Declarations known) {
        Parser parser = new Parser(text, known, false);
        Cursor cursor = parser.grammar.cursor;
        return parser.strictly(() -> {
            Token first = cursor.peek();
            parser.declaration(true);
            if (!cursor.end()) {
                throw cursor.expected("the end of the prototype");
            }
            if (parser.declared.size() != 1) {
                throw new Problem(first, "expected one function's prototype, as double cbrt(double)");
            }
            parser.grammar.macros.evaluate(parser.grammar);
            parser.requireComplete();
            return parser.grammar.scope.functions.get(parser.declared.get(0));
        });
    }

    /** Reads a type without a name: {@code int (*)(const void *, const void *)}. */
    public static CType type(String text) {
        return type(text, NONE);
    }

    /** The same, where the type may use those that another text has declared. */
    public static CType type(String text, Declarations known) {
        Parser parser = new Parser(text, known, false);
        return parser.strictly(() -> {
            CType type = parser.grammar.typeName();
            if (!parser.grammar.cursor.end()) {
                throw parser.grammar.cursor.expected("the end of the type");
            }
            return type;
        });
    }

    private <T> T strictly(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Problem problem) {
            throw grammar.report.exception(problem);
        }
    }

    private void all() {
        Cursor cursor = grammar.cursor;
        while (!cursor.end()) {
            int start = cursor.position();
            try {
                declaration(false);
            } catch (Problem problem) {
                if (!grammar.report.lenient()) {
                    throw problem;
                }
                cursor.restoreDepth(0);
                recover(start, problem);
            }
        }
        grammar.macros.evaluate(grammar);
        requireComplete();
    }

    private Declarations result() {
        Scope scope = grammar.scope;
        return new Declarations(fixed(scope.functions), fixed(scope.typedefs), fixed(scope.aggregates), fixed(scope.enums),
                fixed(scope.constants()), List.copyOf(grammar.report.refused()), fixed(scope.origins));
    }

    private static <V> Map<String, V> fixed(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    private void declaration(boolean alone) {
        Cursor cursor = grammar.cursor;
        Token first = cursor.peek();
        grammar.start = first;
        if (cursor.accept(";") || linked()) {
            return;
        }
        if (cursor.at("_Static_assert") || cursor.at("static_assert")) {
            grammar.specifiers.assertion();
            return;
        }
        Specifiers.Read read = grammar.specifiers.read();
        if (cursor.at(";") && !alone) {
            if (!(read.type() instanceof CType.Aggregate || read.type() instanceof CType.Enumeration)) {
                throw cursor.expected("a name");
            }
            cursor.next();
            if (read.type() instanceof CType.Aggregate a && !a.tag().isEmpty()) {
                grammar.scope.origin(a.toString(), grammar.report.source(), first, cursor.previous(), first);
            }
            return;
        }
        List<String> names = new ArrayList<>();
        List<Token> places = new ArrayList<>();
        try {
            boolean body;
            do {
                Declarators.Declarator declarator = grammar.declarators.read(read, Declarators.Kind.NAMED);
                names.add(declarator.name().text());
                places.add(declarator.name());
                body = declare(read, declarator);
            } while (!body && cursor.accept(","));
            if (!body && !(alone && cursor.end())) {
                cursor.expect(";", "after the declaration");
            }
        } finally { // names before the one that fails stay
            note(names, places, first, cursor.previous());
        }
    }

    private void note(List<String> names, List<Token> places, Token first, Token last) {
        for (int i = 0; i < names.size(); i++) {
            grammar.scope.origin(names.get(i), grammar.report.source(), first, last, places.get(i));
        }
    }

    /** {@code extern "C" {} and its end: a header made for both languages, read as C++ by mistake, is still C inside. */
    private boolean linked() {
        Cursor cursor = grammar.cursor;
        if (linkage > 0 && cursor.accept("}")) {
            linkage--;
            return true;
        }
        if (!cursor.at("extern") || cursor.peek(1).kind() != Token.Kind.STRING) {
            return false;
        }
        if (!grammar.report.lenient() || !cursor.peek(1).text().equals("\"C\"")) {
            throw Unsupported.CPLUSPLUS.at(cursor.peek(1), "extern " + cursor.peek(1).text());
        }
        cursor.next();
        cursor.next();
        if (cursor.accept("{")) {
            linkage++;
        }
        return true;
    }

    /** Takes one name into the scope; true if a function's body came with it. */
    private boolean declare(Specifiers.Read read, Declarators.Declarator declarator) {
        Cursor cursor = grammar.cursor;
        Token name = declarator.name();
        if (cursor.peek().word() && Words.ASM.contains(cursor.peek().text())) {
            label(name.text());
        }
        grammar.attributes.require();
        if (read.typedef()) {
            typedef(declarator);
        } else if (declarator.type().strip() instanceof CType.Function type) {
            return function(read, name, type);
        } else if (read.isStatic() && constant(declarator)) {
            return false;
        } else {
            throw Unsupported.VARIABLE.at(name, name.text());
        }
        return false;
    }

    /** {@code asm("name")}: the symbol's name, which must be the function's, with Apple's underscore or without. */
    private void label(String name) {
        Cursor cursor = grammar.cursor;
        Token word = cursor.next();
        cursor.expect("(", "after " + word.text());
        List<Token> strings = new ArrayList<>();
        while (cursor.peek().kind() == Token.Kind.STRING) {
            strings.add(cursor.next());
        }
        String symbol = Literals.string(strings);
        cursor.expect(")", "after the symbol's name");
        if (!symbol.equals(name) && !symbol.equals("_" + name)) {
            throw Unsupported.SYMBOL_LABEL.at(word, symbol);
        }
    }

    private void typedef(Declarators.Declarator declarator) {
        Scope scope = grammar.scope;
        String name = declarator.name().text();
        CType before = scope.typedefs.get(name);
        if (before != null && !Same.types(before, declarator.type())) {
            throw new Problem(declarator.name(), "'" + name + "' is declared twice, first as " + before);
        }
        if (before == null) {
            scope.typedefs.put(name, declarator.type());
            scope.depths.put(scope.named(name), declarator.depth());
            if (declarator.constant()) {
                scope.constant.add(name);
            }
            if (declarator.type() instanceof CType.Aggregate a && a.tag().isEmpty()) {
                grammar.bodies.nameMembers(a, name);
            }
        }
    }

    private boolean function(Specifiers.Read read, Token name, CType.Function type) {
        Cursor cursor = grammar.cursor;
        Report report = grammar.report;
        Problem trouble = null;
        boolean body = cursor.at("{");
        if (body && !report.lenient()) {
            throw (read.inline() ? Unsupported.INLINE : Unsupported.BODY).at(cursor.peek(), name.text());
        }
        int close = body ? cursor.closing() : 0;
        if (read.inline() || read.isStatic()) {
            trouble = (read.inline() ? Unsupported.INLINE : Unsupported.STATIC).at(name, name.text());
        }
        Prototype before = grammar.scope.functions.get(name.text());
        if (trouble == null && before != null && !Same.types(before.type(), type)) {
            trouble = new Problem(name, "'" + name.text() + "' is declared twice, first as " + before);
        }
        if (trouble != null) {
            if (before == null || !report.lenient()) { // an inline body beside a prototype takes nothing away
                report.refuse(name.text(), trouble);
            }
        } else {
            grammar.scope.functions.putIfAbsent(name.text(), new Prototype(name.text(), type));
            grammar.scope.calls.put(name.text(), name);
            declared.add(name.text());
        }
        if (body) {
            cursor.moveTo(close);
            cursor.next();
        }
        return body;
    }

    /** {@code static const int LIMIT = 5;} and {@code static const char *const NAME = "…";} are constants; false if it is none. */
    private boolean constant(Declarators.Declarator declarator) {
        Token name = declarator.name();
        CType type = declarator.type().strip();
        boolean number = declarator.constant() && type instanceof CType.Scalar;
        boolean text = type instanceof CType.Pointer p && p.toConst() && p.to().strip() == CType.Scalar.CHAR;
        if (!number && !text || !grammar.cursor.accept("=")) {
            return false;
        }
        Token first = grammar.cursor.peek();
        Object value = grammar.expressions.macro();
        if (number != value instanceof Value) {
            throw new Problem(first, "'" + name.text() + "' wants " + (number ? "a number" : "a string"));
        }
        if (value instanceof Value made) {
            grammar.scope.constant(name, name.text(), grammar.expressions.cast(first, made, (CType.Scalar) type));
        } else {
            grammar.scope.constant(name, name.text(), (String) value);
        }
        return true;
    }

    /** Functions whose values are structs that never got their members. */
    private void requireComplete() {
        grammar.scope.calls.forEach((name, at) -> {
            CType.Function type = grammar.scope.functions.get(name).type();
            try {
                if (!(type.result().strip() instanceof CType.Void)) {
                    grammar.requireValues(type.result(), at);
                }
                type.parameters().forEach(p -> grammar.requireValues(p.type(), at));
            } catch (Problem problem) {
                grammar.report.refuse(name, problem);
                grammar.scope.functions.remove(name);
            }
        });
    }

    /** Goes behind what failed, its semicolon or its body's brace, and not before the place where it failed: nothing is read twice. */
    private void recover(int start, Problem problem) {
        Cursor cursor = grammar.cursor;
        int reached = cursor.position();
        cursor.moveTo(start);
        String name = "";
        boolean typedef = false;
        boolean named = false;
        int open = 0;
        while (!cursor.end()) {
            Token token = cursor.next();
            typedef |= token.is("typedef");
            if (token.is("{")) {
                open++;
            } else if (token.is("}")) {
                boolean closed = open <= 1;
                boolean body = closed && named && !typedef && !cursor.at(";") && !cursor.at(",");
                if ((open == 0 || body) && cursor.position() >= reached) {
                    break;
                }
                open = Math.max(0, open - 1);
            } else if (open == 0 && token.is(";") && cursor.position() >= reached) {
                break;
            } else if (grammar.attributes.begins(token)) {
                for (int depth = 0; (cursor.at("(") || depth > 0 && !cursor.at(";")) && !cursor.end(); cursor.next()) {
                    depth += cursor.at("(") ? 1 : cursor.at(")") ? -1 : 0;
                    if (depth == 0) {
                        break; // its last parenthesis is skipped as any other sign
                    }
                }
            } else if (open == 0 && !named && token.word() && !Words.reserved(token.text())) {
                name = token.text();
                named = !typedef && cursor.at("(") || typedef && cursor.at(")") && cursor.peek(-2).is("*");
            }
        }
        grammar.scope.refusedNames.putIfAbsent(name, problem.root());
        grammar.report.refuse(name, problem);
    }
}
