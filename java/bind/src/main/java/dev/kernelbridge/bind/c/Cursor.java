package dev.kernelbridge.bind.c;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A place among tokens, with what a recursive descent needs there: looking, taking, expecting, and a bound on its depth. */
final class Cursor {

    private static final int DEPTH = 200; // of parentheses, structs, operators in one another: real headers need 10, stacks hold thousands

    private final List<Token> tokens;
    private int at;
    private int depth;
    private int[] braces;

    /** @param tokens the tokens; the last is the end */
    Cursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.max(0, Math.min(at + ahead, tokens.size() - 1)));
    }

    /** The token before this one; the first if there is none. */
    Token previous() {
        return tokens.get(Math.max(0, at - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean end() {
        return at == tokens.size() - 1;
    }

    boolean at(String wanted) {
        return tokens.get(at).is(wanted);
    }

    boolean accept(String wanted) {
        boolean there = at(wanted);
        if (there) {
            next();
        }
        return there;
    }

    Token expect(String wanted, String where) {
        if (!at(wanted)) {
            throw expected("'" + wanted + "' " + where);
        }
        return next();
    }

    /** Why this token will not do. */
    Problem expected(String what) {
        return new Problem(peek(), "expected " + what + ", found " + peek().described());
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    /** One level deeper; {@link #leave} comes back. */
    void enter() {
        if (++depth > DEPTH) {
            throw new Problem(peek(), "nested more than " + DEPTH + " deep");
        }
    }

    void leave() {
        depth--;
    }

    int depth() {
        return depth;
    }

    /** Forgets the levels of what failed. */
    void restoreDepth(int level) {
        depth = level;
    }

    /** The place of the brace that closes the one here. */
    int closing() {
        if (braces == null) {
            braces = braces(tokens);
        }
        if (braces[at] < 0) {
            throw new Problem(peek(), "'{' without its '}'");
        }
        return braces[at];
    }

    /** For each opening brace the place of its closing one, or -1: looked for once, since recovery asks often. */
    private static int[] braces(List<Token> tokens) {
        int[] match = new int[tokens.size()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < match.length; i++) {
            match[i] = -1;
            if (tokens.get(i).is("{")) {
                open.push(i);
            } else if (tokens.get(i).is("}") && !open.isEmpty()) {
                match[open.pop()] = i;
            }
        }
        return match;
    }
}
