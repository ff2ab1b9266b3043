package dev.kernelbridge.bind.c;

import java.lang.foreign.MemoryLayout;

/** The parts of the parser, which need one another: a type may hold an expression, an expression a type. */
final class Grammar {

    final Scope scope = new Scope();
    final Report report;
    final Macros macros;
    final Attributes attributes = new Attributes(this);
    final Specifiers specifiers = new Specifiers(this);
    final Bodies bodies = new Bodies(this);
    final Enums enums = new Enums(this);
    final Declarators declarators = new Declarators(this);
    final Expressions expressions = new Expressions(this);

    /** Where it reads; a macro's body is read through one of its own. */
    Cursor cursor;

    /** The first token of the declaration, or member, that is being read: the comment before it is its. */
    Token start;

    Grammar(Source source, boolean lenient) {
        this.report = new Report(source, lenient);
        this.macros = new Macros(report);
        this.cursor = new Cursor(macros.expand());
        this.start = cursor.peek();
    }

    /** {@return whether a type may begin with that token} */
    boolean beginsType(Token token) {
        return token.word() && (Words.beginsType(token.text()) || scope.type(token.text()) != null
                || StandardTypes.refused(token.text()) != null);
    }

    /** A type without a name, as in a cast. */
    CType typeName() {
        Specifiers.Read read = specifiers.read();
        read.refuseStorage(cursor.previous(), "a type");
        return declarators.read(read, Declarators.Kind.ABSTRACT).type();
    }

    /** The layout of values of that type, or why there are none. */
    MemoryLayout layout(CType type, Token at) {
        requireValues(type, at);
        try {
            return Layouts.of(type);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new Problem(at, type + " is larger than any memory");
        }
    }

    /** Refuses a type that has no values: void, a function, a struct whose members are not known. */
    void requireValues(CType type, Token at) {
        CType is = type.strip();
        while (is instanceof CType.Array array) {
            is = array.of().strip();
        }
        switch (is) {
            case CType.Void v -> throw new Problem(at, "there are no values of type void; void * points to anything");
            case CType.Function f -> throw new Problem(at, "a function is no value: write a pointer to it, as in int (*f)(void)");
            case CType.Aggregate a when a.opaque() && scope.refusedBodies.containsKey(a) ->
                throw new Problem(at, "values of " + a + " cannot be had, only pointers to it: " + scope.refusedBodies.get(a),
                        scope.refusedBodies.get(a));
            case CType.Aggregate a when a.opaque() && bodies.open(a) ->
                throw new Problem(at, a + " cannot hold itself: write a pointer to it");
            case CType.Aggregate a when a.opaque() ->
                throw new Problem(at, "the members of " + a + " are not declared, so there are only pointers to it");
            default -> {
            }
        }
    }
}
