package dev.kernelbridge.bind.c;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Directives: {@code #define} of names without arguments, which are replaced as the preprocessor does and whose values become constants;
 * {@code #pragma pack}, which spoils structs. Others are refused. In a header that the preprocessor has been through, names are replaced
 * already, and doing it once more changes nothing.
 */
final class Macros {

    private static final int DEPTH = 100; // of macros in macros
    private static final int GROWTH = 8; // tokens out for a token in, beside GRANTED: a few lines can double a text over and over
    private static final int GRANTED = 100_000;
    private static final int NATURAL = 8; // pack(8) and more: no type here has a larger alignment
    private static final Set<String> HARMLESS = Set.of("once", "GCC", "clang", "STDC", "region", "endregion", "warning", "message",
            "comment", "mark");
    private static final Set<String> SPOILING = Set.of("ms_struct", "scalar_storage_order", "options");

    private final Report report;
    private final List<Token> tokens;
    private final Map<String, Definition> defined = new LinkedHashMap<>();
    private final Deque<Boolean> packs = new ArrayDeque<>();
    private final TreeMap<Integer, Boolean> packedFrom = new TreeMap<>(Map.of(-1, false));
    private long budget;

    private record Definition(Token hash, Token name, List<Token> body, Token last) {
    }

    Macros(Report report) {
        this.report = report;
        this.tokens = report.source().tokens();
        this.budget = GRANTED + (long) GROWTH * tokens.size();
    }

    /** {@return the text's tokens with directives taken out and macros replaced} */
    List<Token> expand() {
        List<Token> out = new ArrayList<>(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.first() && token.is("#")) {
                int end = i + 1;
                while (!tokens.get(end).first() && tokens.get(end).kind() != Token.Kind.END) {
                    end++;
                }
                try {
                    directive(tokens.subList(i, end));
                } catch (Problem problem) {
                    report.refuse(end > i + 2 ? tokens.get(i + 2).text() : "", problem);
                }
                i = end - 1;
            } else if (token.word() && defined.containsKey(token.text())) {
                int before = out.size();
                try {
                    replace(token, token, new HashSet<>(), out);
                } catch (Problem problem) {
                    report.refuse(token.text(), problem);
                    out.subList(before, out.size()).clear();
                    out.add(token);
                }
            } else {
                out.add(token);
            }
        }
        return out;
    }

    private void replace(Token use, Token token, Set<String> active, List<Token> out) {
        Definition definition = token.word() ? defined.get(token.text()) : null;
        if (definition == null || active.contains(token.text())) {
            out.add(token.usedAt(use));
            if (--budget < 0) {
                throw new Problem(use, "macros make this text grow beyond measure");
            }
            return;
        }
        if (active.size() >= DEPTH) {
            throw new Problem(use, "macros nested more than " + DEPTH + " deep");
        }
        active.add(token.text());
        budget--;
        for (Token inner : definition.body()) {
            replace(use, inner, active, out);
        }
        active.remove(token.text());
    }

    private void directive(List<Token> line) {
        if (line.size() < 2) {
            return;
        }
        Token word = line.get(1);
        switch (word.text()) {
            case "define" -> define(line);
            case "undef" -> {
                if (line.size() > 2) {
                    defined.remove(line.get(2).text());
                }
            }
            case "pragma" -> pragma(line);
            case "ident", "sccs" -> {
            }
            case "include", "include_next", "import" -> throw Unsupported.INCLUDE.at(word);
            default -> throw Unsupported.DIRECTIVE.at(word, "#" + word.text());
        }
    }

    private void define(List<Token> line) {
        if (line.size() < 3 || !line.get(2).word()) {
            throw new Problem(line.get(Math.min(2, line.size() - 1)), "expected a name after #define");
        }
        Token name = line.get(2);
        if (line.size() > 3 && line.get(3).is("(") && line.get(3).start() == name.end()) {
            defined.remove(name.text());
            throw Unsupported.MACRO_WITH_ARGUMENTS.at(name, name.text());
        }
        Definition made = new Definition(line.get(0), name, List.copyOf(line.subList(3, line.size())), line.getLast());
        Definition before = defined.remove(name.text());
        defined.put(name.text(), made);
        if (before != null && !report.lenient() && !texts(before).equals(texts(made))) {
            throw new Problem(name, "'" + name.text() + "' is defined twice, first in line " + before.name().line());
        }
    }

    private static List<String> texts(Definition definition) {
        return definition.body().stream().map(Token::text).toList();
    }

    private void pragma(List<Token> line) {
        String word = line.size() > 2 ? line.get(2).text() : "";
        boolean packed = packedFrom.lastEntry().getValue();
        if (SPOILING.contains(word)) {
            packed = line.stream().noneMatch(t -> t.is("reset") || t.is("default") || t.is("off"));
        } else if (word.equals("pack")) {
            packed = pack(line, packed);
        } else if (!report.lenient() && !HARMLESS.contains(word)) {
            throw Unsupported.DIRECTIVE.at(line.get(1), "#pragma " + word);
        }
        packedFrom.put(line.get(0).index(), packed);
    }

    private boolean pack(List<Token> line, boolean packed) {
        if (line.stream().anyMatch(t -> t.is("push"))) {
            packs.push(packed);
        }
        boolean now = line.stream().anyMatch(t -> t.is("pop")) ? !packs.isEmpty() && packs.pop()
                : line.stream().anyMatch(t -> t.is("push")) && packed;
        List<Token> arguments = new ArrayList<>();
        for (Token token : line.subList(3, line.size())) {
            replace(token, token, new HashSet<>(), arguments);
        }
        for (Token token : arguments) {
            if (token.kind() == Token.Kind.NUMBER) {
                Value value = Literals.number(token);
                now = value.whole() && value.bits() < NATURAL;
            }
        }
        return now;
    }

    /** {@return whether a pragma packs what begins there} */
    boolean packed(Token token) {
        return packedFrom.floorEntry(token.index()).getValue();
    }

    private static boolean textual(Grammar grammar, Token name, List<Token> body) {
        Token first = body.get(0);
        boolean itself = first.is(name.text()) && body.size() == 2;
        return itself || grammar.beginsType(first) || Words.reserved(first.text()) || grammar.attributes.begins(first);
    }

    /** Gives the scope each macro that is a constant; in the end, when all that they may name is known. */
    void evaluate(Grammar grammar) {
        Cursor main = grammar.cursor;
        for (Definition definition : List.copyOf(defined.values())) {
            Token name = definition.name();
            List<Token> body = new ArrayList<>();
            try {
                for (Token token : definition.body()) {
                    replace(token, token, new HashSet<>(Set.of(name.text())), body);
                }
                if (body.isEmpty()) {
                    continue;
                }
                Token last = definition.last();
                body.add(new Token(Token.Kind.END, "", last.end(), last.end(), last.line(), last.column() + last.end() - last.start(),
                        last.file(), false, last.index()));
                grammar.cursor = new Cursor(body);
                Object value = grammar.expressions.macro();
                if (!grammar.cursor.end()) {
                    throw grammar.cursor.expected("the end of the constant");
                }
                if (value instanceof Value number) {
                    grammar.scope.constant(name, name.text(), number);
                } else {
                    grammar.scope.constant(name, name.text(), (String) value);
                }
                grammar.scope.origin(name.text(), report.source(), definition.hash(), definition.last(), name);
            } catch (Problem problem) {
                // A macro for a type, a keyword or an attribute has done its work where it was used, and is no constant.
                if (body.isEmpty() || !textual(grammar, name, body)) {
                    report.refuse(name.text(), problem);
                }
            } finally {
                grammar.cursor = main;
            }
        }
    }
}
