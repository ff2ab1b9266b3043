package dev.kernelbridge.bind.c;

import dev.kernelbridge.bind.c.CType.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Enums: their constants, and the integer type that carries them. */
final class Enums {

    private final Grammar grammar;

    // Of the constants just read: whether one is negative, and how many bits they need.
    private boolean negative;
    private int bits;

    Enums(Grammar grammar) {
        this.grammar = grammar;
    }

    CType.Enumeration read() {
        Cursor cursor = grammar.cursor;
        Token word = cursor.next();
        grammar.attributes.require();
        Token tag = cursor.peek().word() && !Words.reserved(cursor.peek().text()) ? cursor.next() : null;
        Scalar carrier = cursor.at(":") && grammar.beginsType(cursor.peek(1)) ? carrier() : null;
        String name = tag == null ? "" : tag.text();
        CType.Enumeration known = grammar.scope.enums.get(name);
        if (!cursor.at("{")) {
            if (tag == null) {
                throw cursor.expected("a tag or '{'");
            }
            if (known == null) {
                throw new Problem(tag, "enum " + name + " is not declared yet: C has no enums whose constants come later"
                        + Nearest.question(name, grammar.report.lenient() ? List.of() : grammar.scope.enums.keySet()));
            }
            return known;
        }
        if (known != null && tag != null || grammar.scope.aggregates.containsKey(name)) {
            throw new Problem(tag, "'" + name + "' is declared twice");
        }
        Token start = grammar.start;
        cursor.next();
        List<CType.Constant> constants = constants(carrier);
        cursor.expect("}", "at the end of the enum");
        grammar.attributes.require();
        CType.Enumeration made = new CType.Enumeration(name, constants, carrier == null ? carrier(word) : carrier);
        for (CType.Constant constant : constants) { // what no int holds has the enum's type from here on
            Value value = grammar.scope.value(constant.name());
            grammar.scope.value(constant.name(), value.type() == Scalar.INT ? value : value.to(made.carrier()));
        }
        if (tag != null) {
            grammar.scope.enums.put(name, made);
            grammar.scope.origin(made.toString(), grammar.report.source(), start, null, word);
        }
        return made;
    }

    private Scalar carrier() {
        Token at = grammar.cursor.next();
        if (grammar.specifiers.read().type().strip() instanceof Scalar scalar && scalar.integer()) {
            return scalar;
        }
        throw new Problem(at, "an enum is carried by an integer type");
    }

    private List<CType.Constant> constants(Scalar carrier) {
        Cursor cursor = grammar.cursor;
        List<CType.Constant> all = new ArrayList<>();
        negative = false;
        bits = 0;
        Value next = Value.of(Scalar.INT, 0);
        boolean overflow = false;
        while (!cursor.at("}")) {
            Token name = cursor.peek();
            if (!name.word() || Words.reserved(name.text())) {
                throw cursor.expected("a constant's name or '}'");
            }
            cursor.next();
            grammar.attributes.require();
            Token at = name;
            if (cursor.accept("=")) {
                at = cursor.peek();
                next = grammar.expressions.whole("an enum's constant");
            } else if (overflow) {
                throw new Problem(name, "the value of '" + name.text() + "' needs more than 64 bits");
            }
            Value value = carrier == null ? narrow(next) : next.to(carrier);
            if (carrier != null && (value.bits() != next.bits() || value.negative() != next.negative())) {
                throw new Problem(at, "the value of '" + name.text() + "' does not fit " + carrier);
            }
            if (grammar.scope.value(name.text()) != null) {
                throw new Problem(name, "a second constant '" + name.text() + "'");
            }
            grammar.scope.constant(name, name.text(), value);
            all.add(new CType.Constant(name.text(), value.bits()));
            negative |= value.negative();
            bits = Math.max(bits, Long.SIZE - Long.numberOfLeadingZeros(value.negative() ? ~value.bits() : value.bits()));
            overflow = value.bits() == (Value.signed(value.type()) ? Long.MAX_VALUE : -1);
            next = value.bits() < 0 && !value.negative() || value.bits() == Long.MAX_VALUE
                    ? Value.of(Scalar.ULLONG, value.bits() + 1) : Value.fitting(value.bits() + 1);
            boolean more = cursor.accept(",");
            grammar.scope.origin(name.text(), grammar.report.source(), name, cursor.previous(), name);
            if (!more && !cursor.at("}")) {
                throw cursor.expected("',' or '}' after the constant");
            }
        }
        if (all.isEmpty()) {
            throw cursor.expected("a constant's name");
        }
        return all;
    }

    /** A constant is an int where one holds it. */
    private static Value narrow(Value value) {
        Value fitting = Value.fitting(value.bits());
        return fitting.negative() == value.negative() ? fitting : value;
    }

    /** What GCC and Clang take: unsigned unless a value is negative, wider than int only where needed. */
    private Scalar carrier(Token word) {
        Scalar[] wide = StandardTypes.wide();
        if (negative && bits > Long.SIZE - 1) {
            throw new Problem(word, "no integer type holds all values of this enum");
        }
        return negative ? bits < Integer.SIZE ? Scalar.INT : wide[0] : bits <= Integer.SIZE ? Scalar.UINT : wide[1];
    }
}
