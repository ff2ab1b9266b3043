package dev.kernelbridge.bind.c;

import dev.kernelbridge.bind.c.CType.Scalar;
import java.lang.foreign.MemoryLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Constant expressions: every operator that C allows in one, with C's types and conversions, so that values are the compiler's.
 * Precedence climbing, as in C11 section 6.5; operands that are not evaluated (of {@code &&}, {@code ||}, {@code ?:}) may divide by zero.
 */
final class Expressions {

    private static final Map<String, Integer> PRECEDENCE = Map.ofEntries(Map.entry("||", 1), Map.entry("&&", 2), Map.entry("|", 3),
            Map.entry("^", 4), Map.entry("&", 5), Map.entry("==", 6), Map.entry("!=", 6), Map.entry("<", 7), Map.entry(">", 7),
            Map.entry("<=", 7), Map.entry(">=", 7), Map.entry("<<", 8), Map.entry(">>", 8), Map.entry("+", 9), Map.entry("-", 9),
            Map.entry("*", 10), Map.entry("/", 10), Map.entry("%", 10));

    private static final Map<String, Double> BUILTIN = Map.of("__builtin_huge_val", Double.POSITIVE_INFINITY, "__builtin_huge_valf",
            Double.POSITIVE_INFINITY, "__builtin_inf", Double.POSITIVE_INFINITY, "__builtin_inff", Double.POSITIVE_INFINITY,
            "__builtin_nan", Double.NaN, "__builtin_nanf", Double.NaN);
    private static final Pattern WIDE = Pattern.compile("(?:__)?(U?INT)(8|16|32|64|MAX)_C");

    private final Grammar grammar;
    private int dead; // how many branches around are not evaluated

    Expressions(Grammar grammar) {
        this.grammar = grammar;
    }

    /** A whole number, as array lengths and enum constants want it. */
    Value whole(String what) {
        Token start = grammar.cursor.peek();
        Value value = constant();
        if (!value.whole()) {
            throw new Problem(start, what + " must be a whole number, not " + value.real());
        }
        return value;
    }

    Value constant() {
        dead = 0;
        return conditional();
    }

    /** A macro's value: a {@link Value}, or a String. */
    Object macro() {
        Cursor cursor = grammar.cursor;
        int start = cursor.position();
        int opened = 0;
        while (cursor.accept("(")) {
            opened++;
        }
        List<Token> strings = new ArrayList<>();
        while (cursor.peek().kind() == Token.Kind.STRING) {
            strings.add(cursor.next());
        }
        if (!strings.isEmpty()) {
            for (; opened > 0; opened--) {
                cursor.expect(")", "behind a string");
            }
            return Literals.string(strings);
        }
        cursor.moveTo(start);
        return constant();
    }

    private Value conditional() {
        Cursor cursor = grammar.cursor;
        Value condition = binary(1);
        if (!cursor.accept("?")) {
            return condition;
        }
        cursor.enter();
        Value yes = branch(condition.isTrue());
        cursor.expect(":", "of the conditional expression");
        Value no = branch(!condition.isTrue());
        cursor.leave();
        return (condition.isTrue() ? yes : no).to(Value.common(yes, no));
    }

    private Value branch(boolean alive) {
        dead += alive ? 0 : 1;
        Value value = conditional();
        dead -= alive ? 0 : 1;
        return value;
    }

    private Value binary(int lowest) {
        Cursor cursor = grammar.cursor;
        Value left = unary();
        while (true) {
            Token sign = cursor.peek();
            int precedence = sign.kind() == Token.Kind.SIGN ? PRECEDENCE.getOrDefault(sign.text(), 0) : 0;
            if (precedence < lowest) {
                return left;
            }
            cursor.next();
            boolean skip = sign.is("&&") && !left.isTrue() || sign.is("||") && left.isTrue();
            dead += skip ? 1 : 0;
            Value right = binary(precedence + 1);
            dead -= skip ? 1 : 0;
            left = apply(sign, left, right);
        }
    }

    private Value apply(Token sign, Value left, Value right) {
        switch (sign.text()) {
            case "&&":
                return Value.truth(left.isTrue() && right.isTrue());
            case "||":
                return Value.truth(left.isTrue() || right.isTrue());
            case "<<", ">>":
                return shift(sign, left.promoted(), right.promoted());
            default:
        }
        Scalar type = Value.common(left, right);
        Value a = left.to(type);
        Value b = right.to(type);
        return type.integer() ? whole(sign, type, a.bits(), b.bits()) : real(sign, type, a.real(), b.real());
    }

    private Value shift(Token sign, Value left, Value right) {
        wholes(sign, left, right);
        if (right.bits() < 0 || right.bits() >= Value.size(left.type())) {
            if (dead == 0) {
                throw new Problem(sign, "a shift by " + right.bits() + " of " + Value.size(left.type()) + " bits means nothing");
            }
            return left;
        }
        int by = (int) right.bits();
        if (sign.is("<<")) {
            return Value.of(left.type(), left.bits() << by);
        }
        return Value.of(left.type(), Value.signed(left.type()) ? left.bits() >> by : left.bits() >>> by);
    }

    private static void wholes(Token sign, Value left, Value right) {
        if (!left.whole() || !right.whole()) {
            throw new Problem(sign, "'" + sign.text() + "' wants whole numbers");
        }
    }

    private Value whole(Token sign, Scalar type, long a, long b) {
        boolean signed = Value.signed(type);
        int order = signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
        return switch (sign.text()) {
            case "+" -> Value.of(type, a + b);
            case "-" -> Value.of(type, a - b);
            case "*" -> Value.of(type, a * b);
            case "/", "%" -> {
                if (b == 0 && dead == 0) {
                    throw new Problem(sign, "a division by zero");
                }
                long divisor = b == 0 ? 1 : b;
                long quotient = signed ? a / divisor : Long.divideUnsigned(a, divisor);
                yield Value.of(type, sign.is("/") ? quotient : a - quotient * divisor);
            }
            case "&" -> Value.of(type, a & b);
            case "|" -> Value.of(type, a | b);
            case "^" -> Value.of(type, a ^ b);
            default -> compared(sign, order, false);
        };
    }

    private static Value real(Token sign, Scalar type, double a, double b) {
        return switch (sign.text()) {
            case "+" -> Value.of(type, a + b); // of floats too: a double's sum, product or quotient of two, rounded, is the float's
            case "-" -> Value.of(type, a - b);
            case "*" -> Value.of(type, a * b);
            case "/" -> Value.of(type, a / b);
            case "%", "&", "|", "^" -> throw new Problem(sign, "'" + sign.text() + "' wants whole numbers");
            default -> compared(sign, Double.compare(a + 0.0, b + 0.0), Double.isNaN(a) || Double.isNaN(b));
        };
    }

    private static Value compared(Token sign, int order, boolean unordered) {
        return Value.truth(switch (sign.text()) {
            case "==" -> order == 0 && !unordered;
            case "!=" -> order != 0 || unordered;
            case "<" -> order < 0 && !unordered;
            case ">" -> order > 0 && !unordered;
            case "<=" -> order <= 0 && !unordered;
            default -> order >= 0 && !unordered;
        });
    }

    private Value unary() {
        Cursor cursor = grammar.cursor;
        cursor.enter();
        Token token = cursor.peek();
        Value value;
        if (cursor.accept("+")) {
            value = unary().promoted();
        } else if (cursor.accept("-")) {
            Value of = unary().promoted();
            value = of.whole() ? Value.of(of.type(), -of.bits()) : Value.of(of.type(), -of.real());
        } else if (cursor.accept("!")) {
            value = Value.truth(!unary().isTrue());
        } else if (cursor.accept("~")) {
            Value of = unary().promoted();
            wholes(token, of, of);
            value = Value.of(of.type(), ~of.bits());
        } else if (token.is("sizeof") || token.word() && Words.ALIGNOF.contains(token.text())) {
            value = size();
        } else if (token.is("__extension__")) {
            cursor.next();
            value = unary();
        } else if (token.is("(")) {
            value = parenthesis();
        } else {
            value = operand();
        }
        cursor.leave();
        return value;
    }

    /** {@code sizeof} and {@code _Alignof}, of a type or of a value. */
    private Value size() {
        Cursor cursor = grammar.cursor;
        Token word = cursor.next();
        CType type;
        if (cursor.at("(") && grammar.beginsType(cursor.peek(1))) {
            cursor.next();
            type = grammar.typeName();
            cursor.expect(")", "behind the type");
        } else if (cursor.peek().kind() == Token.Kind.STRING) {
            throw new Problem(word, "the size of a string is not supported: write the number");
        } else {
            type = unary().type();
        }
        MemoryLayout layout = grammar.layout(type, word);
        return Value.of(Layouts.sizeT(), word.is("sizeof") ? layout.byteSize() : layout.byteAlignment());
    }

    private Value parenthesis() {
        Cursor cursor = grammar.cursor;
        Token open = cursor.next();
        while (cursor.accept("__extension__")) {
            continue;
        }
        if (!grammar.beginsType(cursor.peek())) {
            Value value = conditional();
            cursor.expect(")", "to close the '(' of column " + open.column());
            return value;
        }
        CType type = grammar.typeName();
        cursor.expect(")", "behind the type");
        if (cursor.at("{")) {
            throw cursor.expected("a number: a value of a struct is no constant here");
        }
        Value value = unary();
        return switch (type.strip()) {
            case Scalar scalar -> cast(open, value, scalar);
            case CType.Enumeration e -> cast(open, value, e.carrier());
            case CType.Pointer p when value.whole() -> value.to((Scalar) StandardTypes.all().get("intptr_t").strip()); // ((void *)-1)
            default -> throw new Problem(open, "a value of type " + type + " is no constant here");
        };
    }

    /** The value as that type; a floating one must fit, since C leaves open what happens if it does not. */
    Value cast(Token at, Value value, Scalar type) {
        Value made = value.to(type);
        if (!value.whole() && type.integer() && type != Scalar.BOOL && dead == 0) {
            double whole = value.real() < 0 ? Math.ceil(value.real()) : Math.floor(value.real());
            if (made.asDouble() != whole || Math.abs(whole) >= (Value.signed(type) ? 0x1p63 : 0x1p64)) {
                throw new Problem(at, value.real() + " does not fit " + type);
            }
        }
        return made;
    }

    /** What stdint.h and math.h write with macros that have arguments, {@code INT64_C(1)} and {@code __builtin_inff()}; else null. */
    private Value called(Token word) {
        Cursor cursor = grammar.cursor;
        Double real = BUILTIN.get(word.text());
        Matcher wide = WIDE.matcher(word.text());
        if (real == null && !wide.matches()) {
            return null;
        }
        cursor.next();
        cursor.next();
        Value value;
        if (real != null) {
            if (cursor.peek().kind() == Token.Kind.STRING) {
                cursor.next(); // which NaN: one is as good as another
            }
            value = Value.of(word.text().endsWith("f") ? Scalar.FLOAT : Scalar.DOUBLE, real);
        } else {
            CType type = StandardTypes.all().get((wide.group(1) + wide.group(2) + "_t").toLowerCase(Locale.ROOT));
            value = conditional().promoted().to((Scalar) type.strip()).promoted();
        }
        cursor.expect(")", "after the argument");
        return value;
    }

    private Value operand() {
        Cursor cursor = grammar.cursor;
        Token token = cursor.peek();
        switch (token.kind()) {
            case NUMBER:
                cursor.next();
                return Literals.number(token);
            case CHARACTER:
                cursor.next();
                return Literals.character(token);
            case WORD:
                Value known = grammar.scope.value(token.text());
                if (known == null && (token.is("true") || token.is("false"))) {
                    known = Value.truth(token.is("true"));
                }
                if (known == null && cursor.peek(1).is("(")) {
                    known = called(token);
                    if (known != null) {
                        return known;
                    }
                }
                if (known == null) {
                    throw Words.reserved(token.text()) ? cursor.expected("a constant") : grammar.scope.unknownConstant(token);
                }
                cursor.next();
                return known;
            case STRING:
                throw new Problem(token, "a string is no number; only a #define of its own may be one");
            default:
                throw cursor.expected("a constant");
        }
    }
}
