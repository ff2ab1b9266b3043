package dev.kernelbridge.bind.fortran;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many elements a dimension has, as the declaration says it: {@code n}, {@code max(1,lda)}, {@code 0:n-1}, {@code *}. Whole
 * numbers, names of arguments, {@code + - * /}, parentheses, {@code min} and {@code max}; division truncates, as Fortran's does.
 *
 * @param text the expression
 */
public record Extent(String text) {

    /** {@return whether the text gives no number: the last dimension of an assumed-size array} */
    public boolean open() {
        return text.endsWith("*") && (text.length() == 1 || text.charAt(text.length() - 2) == ':');
    }

    /** {@return the names in it} */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        new Reader(text, name -> {
            names.add(name);
            return 1;
        }).extent();
        return names;
    }

    /**
     * The number of elements.
     *
     * @param values the arguments' values
     * @return the number, at least 0; empty if it is {@link #open}
     * @throws ArithmeticException if it does not fit in a long
     */
    public OptionalLong value(Map<String, Long> values) {
        return open() ? OptionalLong.empty() : OptionalLong.of(Math.max(0, new Reader(text, values::get).extent()));
    }

    private static final class Reader {
        private final String text;
        private final java.util.function.ToLongFunction<String> values;
        private static final int DEPTH = 1000; // of parentheses, for the stack's sake; counted with all other parts

        private int at;
        private int depth;

        private Reader(String text, java.util.function.ToLongFunction<String> values) {
            this.text = text.endsWith("*") ? text.substring(0, text.length() - 1) + "1" : text;
            this.values = values;
        }

        private long extent() {
            long first = sum();
            if (take(':')) {
                first = Math.addExact(Math.subtractExact(sum(), first), 1);
            }
            if (at < text.length()) {
                throw new IllegalArgumentException("the extent \"" + text + "\" is not understood at \"" + text.substring(at)
                        + "\"; it may hold whole numbers, arguments, + - * /, parentheses, min and max");
            }
            return first;
        }

        private long sum() {
            long value = take('-') ? Math.negateExact(product()) : product();
            while (true) {
                if (take('+')) {
                    value = Math.addExact(value, product());
                } else if (take('-')) {
                    value = Math.subtractExact(value, product());
                } else {
                    return value;
                }
            }
        }

        private long product() {
            long value = factor();
            while (true) {
                if (take('*')) {
                    value = Math.multiplyExact(value, factor());
                } else if (take('/')) {
                    long by = factor();
                    if (by == 0) {
                        throw new ArithmeticException("the extent \"" + text + "\" divides by zero");
                    }
                    value /= by;
                } else {
                    return value;
                }
            }
        }

        private long factor() {
            if (++depth > DEPTH) {
                throw new IllegalArgumentException("the extent has more than " + DEPTH + " parts");
            }
            if (take('(')) {
                long value = sum();
                expect(')');
                return value;
            }
            int start = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            String word = text.substring(start, at);
            if (word.isEmpty()) {
                throw new IllegalArgumentException("the extent \"" + text + "\" lacks a number at place " + (at + 1));
            }
            if (Character.isDigit(word.charAt(0))) {
                return number(word);
            }
            if ((word.equals("max") || word.equals("min")) && take('(')) {
                long value = sum();
                while (take(',')) {
                    long other = sum();
                    value = word.equals("max") ? Math.max(value, other) : Math.min(value, other);
                }
                expect(')');
                return value;
            }
            return values.applyAsLong(word);
        }

        private long number(String word) {
            try {
                return Long.parseLong(word);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("the extent \"" + text + "\" has " + word + ", which is no whole number below 2^63", e);
            }
        }

        private boolean take(char c) {
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char c) {
            if (!take(c)) {
                throw new IllegalArgumentException("the extent \"" + text + "\" lacks a '" + c + "' at place " + (at + 1));
            }
        }
    }
}
