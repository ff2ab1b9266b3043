package dev.kernelbridge.scalar.factor;

/**
 * Multiplies a point by an odd prime k with differential additions: P. Montgomery's PRAC ("Evaluating recurrences of form X(m+n) =
 * f(X(m), X(n), X(m-n)) via Lucas chains", 1992). Nine rules shrink a pair (d, e) to (1, 1) while d A + e B stays k P and C stays A - B. The
 * first pair decides how long the chain becomes.
 */
final class LucasChain {
    /** How many slots a chain needs, its point included. */
    static final int SLOTS = 6;
    private static final int DOUBLING_COST = 5;
    private static final int ADDITION_COST = 6;

    private final CurveProgram program; // or null to count only
    private int a; // slots
    private int b;
    private int c;
    private int cost;

    private LucasChain(CurveProgram program) {
        this.program = program;
    }

    /** Appends k times the point in slot {@code point}, one of the first {@link #SLOTS}; all others are free. Returns the result's slot. */
    static int append(CurveProgram program, int k, int first, int point) {
        LucasChain chain = new LucasChain(program);
        if (!chain.run(k, first, point)) {
            throw new IllegalArgumentException("first: " + first + " begins no chain for " + k);
        }
        return chain.a;
    }

    /** Multiplications that the chain for k takes when it begins with {@code first}, between k / 2 and k; -1 if there is none. */
    static int cost(int k, int first) {
        LucasChain chain = new LucasChain(null);
        return chain.run(k, first, 0) ? chain.cost : -1;
    }

    private boolean run(int k, int first, int point) {
        int d = k - first;
        int e = 2 * first - k;
        b = point;
        c = point;
        a = twice(point);
        while (d != e) {
            if (d < e) {
                int t = d;
                d = e;
                e = t;
                swap();
            }
            if (e <= 0) {
                return false;
            }
            boolean close = 4 * d <= 5 * e;
            if (close && (d + e) % 3 == 0) {
                int t = (2 * d - e) / 3;
                e = (2 * e - d) / 3;
                d = t;
                rule1();
            } else if (close && (d - e) % 6 == 0) {
                d = (d - e) / 2;
                rule4();
            } else if (d <= 4 * e) {
                d -= e;
                int sum = add(a, b, c);
                c = b;
                b = sum;
            } else if ((d - e) % 2 == 0) {
                d = (d - e) / 2;
                rule4();
            } else if (d % 2 == 0) {
                d /= 2;
                c = add(a, c, b);
                a = twice(a);
            } else if (d % 3 == 0) {
                d = d / 3 - e;
                rule6();
            } else if ((d + e) % 3 == 0) {
                d = (d - 2 * e) / 3;
                rule7();
            } else if ((d - e) % 3 == 0) {
                d = (d - e) / 3;
                rule8();
            } else {
                e /= 2;
                c = add(c, b, a);
                b = twice(b);
            }
        }
        a = add(a, b, c);
        return d == 1;
    }

    /** A, B = 2 A + B, A + 2 B. */
    private void rule1() {
        int sum = add(a, b, c);
        int next = add(sum, a, b, sum);
        b = add(sum, b, a, sum, next);
        a = next;
    }

    /** A, B = 2 A, A + B. */
    private void rule4() {
        b = add(a, b, c);
        a = twice(a);
    }

    /** A, B, C = 3 A, 3 A + B, B. */
    private void rule6() {
        int sum = add(a, b, c);
        int doubled = twice(a, sum);
        int next = add(sum, doubled, c, sum, doubled); // C is free from here
        c = next;
        a = add(doubled, a, a, doubled, next);
        int t = b;
        b = c;
        c = t;
    }

    /** A, B = 3 A, 2 A + B. */
    private void rule7() {
        int sum = add(a, b, c);
        b = add(sum, a, b, sum);
        int doubled = twice(a);
        a = add(doubled, a, a, doubled);
    }

    /** A, B, C = 3 A, A + B, A + C. */
    private void rule8() {
        int sum = add(a, b, c);
        c = add(a, c, b, sum);
        b = sum;
        int doubled = twice(a);
        a = add(doubled, a, a, doubled);
    }

    private void swap() {
        int t = a;
        a = b;
        b = t;
    }

    /** The sum of two slots in a fresh one, which is none of those that hold something. */
    private int add(int p, int q, int difference, int... held) {
        cost += ADDITION_COST;
        int to = fresh(held);
        if (program != null) {
            program.add(p, q, difference, to);
        }
        return to;
    }

    private int twice(int p, int... held) {
        cost += DOUBLING_COST;
        int to = fresh(held);
        if (program != null) {
            program.twice(p, to);
        }
        return to;
    }

    private int fresh(int... held) {
        for (int slot = 0; slot < SLOTS; slot++) {
            boolean free = slot != a && slot != b && slot != c;
            for (int other : held) {
                free &= slot != other;
            }
            if (free) {
                return slot;
            }
        }
        throw new IllegalStateException("a chain needs more than " + SLOTS + " slots");
    }
}
