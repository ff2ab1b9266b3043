package dev.kernelbridge.bind.c;

import java.util.ArrayList;
import java.util.List;

/**
 * Names with what C writes around them: pointers before, arrays and parameters behind, parentheses that turn the order. A declarator is
 * read into the list of what one does to the name, from the name outwards ("f is a pointer to a function returning …"), and the type is
 * made from the list's end.
 */
final class Declarators {

    private static final int DEPTH = 64; // of pointers, arrays and functions in one another, typedefs included: what walks types recurses

    private final Grammar grammar;

    Declarators(Grammar grammar) {
        this.grammar = grammar;
    }

    /** Whether there is a name. */
    enum Kind {
        NAMED, ABSTRACT, PARAMETER
    }

    /**
     * What was read.
     *
     * @param name the name; null if there is none
     * @param type its type
     * @param constant whether it is const itself
     * @param depth how deep the type nests
     */
    record Declarator(Token name, CType type, boolean constant, int depth) {
    }

    private sealed interface Step {
        Token at();
    }

    private record Star(Token at, boolean constant) implements Step {
    }

    private record Length(Token at, long length) implements Step {
    }

    private record Call(Token at, List<CType.Parameter> parameters, boolean variadic, int depth) implements Step {
    }

    Declarator read(Specifiers.Read base, Kind kind) {
        List<Step> steps = new ArrayList<>();
        Token name = steps(steps, kind);
        CType type = base.type();
        boolean constant = base.constant();
        int depth = base.depth();
        if (depth > DEPTH) {
            throw new Problem(grammar.cursor.previous(), "typedefs of typedefs more than " + DEPTH + " deep");
        }
        for (Step step : steps.reversed()) {
            switch (step) {
                case Star star -> {
                    type = new CType.Pointer(type, constant);
                    constant = star.constant();
                }
                case Length length -> type = array(type, length);
                case Call call -> {
                    type = function(type, call);
                    depth = Math.max(depth, call.depth());
                    constant = false;
                }
            }
            if (++depth > DEPTH) {
                throw new Problem(step.at(), "a type of more than " + DEPTH + " pointers, arrays and functions in one another");
            }
        }
        return new Declarator(name, type, constant, depth);
    }

    private CType array(CType of, Length step) {
        if (of.strip() instanceof CType.Array inner && inner.length() < 0) {
            throw new Problem(step.at(), "only the first length of an array may be left open");
        }
        grammar.requireValues(of, step.at());
        CType.Array array = new CType.Array(of, step.length());
        if (step.length() >= 0) {
            grammar.layout(array, step.at());
        }
        return array;
    }

    private static CType function(CType result, Call call) {
        if (result.strip() instanceof CType.Function || result.strip() instanceof CType.Array) {
            throw new Problem(call.at(), "a function cannot return " + (result.strip() instanceof CType.Array ? "an array" : "a function")
                    + ": let it return a pointer");
        }
        return new CType.Function(result, call.parameters(), call.variadic());
    }

    /** Adds what is done to the name, and returns the name. */
    private Token steps(List<Step> steps, Kind kind) {
        Cursor cursor = grammar.cursor;
        cursor.enter();
        List<Step> stars = stars();
        Token name = null;
        if (cursor.at("(") && nested(kind)) {
            cursor.next();
            grammar.attributes.require();
            name = steps(steps, kind);
            cursor.expect(")", "to close the declarator");
        } else if (kind != Kind.ABSTRACT && cursor.peek().word() && !Words.reserved(cursor.peek().text())) {
            name = cursor.next();
        } else if (kind == Kind.NAMED) {
            throw cursor.expected("a name");
        }
        while (cursor.at("[") && !cursor.peek(1).is("[") || cursor.at("(")) {
            steps.add(cursor.at("[") ? length(kind, steps.isEmpty()) : call());
        }
        steps.addAll(stars.reversed());
        cursor.leave();
        return name;
    }

    private List<Step> stars() {
        Cursor cursor = grammar.cursor;
        List<Step> stars = new ArrayList<>();
        grammar.attributes.require();
        while (cursor.at("*") || cursor.at("&") || cursor.at("&&")) {
            Token star = cursor.next();
            if (!star.is("*")) {
                throw Unsupported.CPLUSPLUS.at(star, "a reference");
            }
            boolean constant = false;
            while (grammar.attributes.here() || qualifier(cursor.peek())) {
                if (grammar.attributes.here()) {
                    grammar.attributes.require();
                } else {
                    constant |= Words.CONST.contains(cursor.next().text());
                }
            }
            stars.add(new Star(star, constant));
        }
        return stars;
    }

    private static boolean qualifier(Token token) {
        if (token.is("_Atomic")) {
            throw Unsupported.ATOMIC.at(token);
        }
        return token.word() && (Words.CONST.contains(token.text()) || Words.QUALIFIERS.contains(token.text()));
    }

    /** Whether a parenthesis holds another declarator, and not parameters. */
    private boolean nested(Kind kind) {
        Token inner = grammar.cursor.peek(1);
        if (inner.is("*") || inner.is("(") || inner.is("[") || inner.is("&") || inner.word() && grammar.attributes.begins(inner)) {
            return true;
        }
        return inner.word() && (kind == Kind.NAMED || kind == Kind.PARAMETER && !grammar.beginsType(inner));
    }

    private Step length(Kind kind, boolean outermost) {
        Cursor cursor = grammar.cursor;
        Token open = cursor.next();
        boolean parameter = kind == Kind.PARAMETER;
        while (parameter && (cursor.at("static") || qualifier(cursor.peek()))) {
            cursor.next();
        }
        if (cursor.accept("]")) {
            return new Length(open, -1);
        }
        int start = cursor.position();
        int depth = cursor.depth();
        Token at = cursor.peek();
        Value value;
        try {
            value = grammar.expressions.whole("an array's length");
            cursor.expect("]", "after the array's length");
        } catch (Problem problem) {
            if (!parameter) {
                throw problem;
            }
            if (!outermost) {
                throw Unsupported.VARIABLE_LENGTH.at(at);
            }
            cursor.restoreDepth(depth);
            cursor.moveTo(start);
            skipLength(problem);
            return new Length(open, -1); // it is a pointer anyway
        }
        if (value.bits() < 0) {
            throw new Problem(at, "an array's length cannot be " + (value.negative() ? value.bits() : Long.toUnsignedString(value.bits())));
        }
        return new Length(open, value.bits());
    }

    private void skipLength(Problem problem) {
        Cursor cursor = grammar.cursor;
        for (int open = 1; open > 0;) {
            if (cursor.end() || cursor.at(";") || cursor.at("{") || cursor.at("}") || cursor.peek().kind() == Token.Kind.BAD) {
                throw problem;
            }
            open += cursor.at("[") ? 1 : cursor.at("]") ? -1 : 0;
            cursor.next();
        }
    }

    private Call call() {
        Cursor cursor = grammar.cursor;
        Token open = cursor.next();
        cursor.enter();
        if (cursor.at(")") && !grammar.report.lenient()) {
            throw Unsupported.EMPTY_PARAMETERS.at(open);
        }
        List<CType.Parameter> parameters = new ArrayList<>();
        boolean variadic = false;
        int depth = 0;
        if (cursor.at("void") && cursor.peek(1).is(")")) {
            cursor.next();
        } else if (!cursor.at(")")) { // in a header () is (void): what C++ and C23 say, and who wrote it meant
            do {
                variadic = cursor.accept("...");
                if (variadic) {
                    break;
                }
                Declarator declarator = parameter();
                boolean nothing = declarator.type().strip() instanceof CType.Void && declarator.name() == null;
                if (nothing && parameters.isEmpty() && cursor.at(")")) {
                    break; // void by a typedef
                }
                parameters.add(new CType.Parameter(declarator.name() == null ? "" : declarator.name().text(), passed(declarator)));
                depth = Math.max(depth, declarator.depth() + 1);
            } while (cursor.accept(","));
        }
        if (cursor.at("=")) {
            throw Unsupported.CPLUSPLUS.at(cursor.peek(), "a default argument");
        }
        if (!cursor.at(")")) {
            throw cursor.expected(variadic ? "')' after '...'" : "',' or ')' after the parameter");
        }
        cursor.next();
        cursor.leave();
        return new Call(open, parameters, variadic, depth);
    }

    private Declarator parameter() {
        Cursor cursor = grammar.cursor;
        Token first = cursor.peek();
        if (first.word() && !grammar.beginsType(first) && !Words.reserved(first.text()) && onlyNames()) {
            throw Unsupported.NAMES_FOR_PARAMETERS.at(first);
        }
        Specifiers.Read read = grammar.specifiers.read();
        read.refuseStorage(first, "a parameter");
        Declarator declarator = read(read, Kind.PARAMETER);
        grammar.attributes.require();
        return declarator;
    }

    /** Whether these are names only, and their types follow behind the parenthesis. */
    private boolean onlyNames() {
        Cursor cursor = grammar.cursor;
        int ahead = 0;
        while (cursor.peek(ahead).word() && cursor.peek(ahead + 1).is(",")) {
            ahead += 2;
        }
        return cursor.peek(ahead).word() && cursor.peek(ahead + 1).is(")") && cursor.peek(ahead + 2).word()
                && grammar.beginsType(cursor.peek(ahead + 2));
    }

    /** What a parameter of that type is passed as. */
    private CType passed(Declarator declarator) {
        return switch (declarator.type().strip()) {
            case CType.Array array -> new CType.Pointer(array.of(), declarator.constant());
            case CType.Function f -> new CType.Pointer(declarator.type(), false);
            case CType.Void v -> throw new Problem(grammar.cursor.previous(),
                    "a parameter cannot be void: write void *, or (void) for none");
            default -> declarator.type();
        };
    }
}
