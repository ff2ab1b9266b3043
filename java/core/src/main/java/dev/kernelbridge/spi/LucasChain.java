package dev.kernelbridge.spi;

/**
 * Multiplies a point by a prime with additions whose difference is known: P. L. Montgomery's PRAC ("Evaluating recurrences of form
 * X(m+n) = f(X(m), X(n), X(m-n)) via Lucas chains", 1983, revised 1992), a Euclidean algorithm on p and about p over the golden ratio, in
 * programs for any of our curves' loops. Of ten such ratios the cheapest is taken, about 9.2 products a bit, unless the caller knows a better
 * one. Results go to registers where nothing is needed any more, so that exchanging two points costs nothing.
 */
public final class LucasChain {
    /** The registers that a chain takes, that of its point included, if a program gives the lowest that are free. */
    public static final int REGISTERS = 6;

    /** A program in the making. */
    public interface Program {
        /** A register that may be written: none of these bits. */
        int free(int live);

        /** Appends {@code to} = a + b, where {@code difference} is a - b or b - a. */
        void addTo(int to, int a, int b, int difference);

        /** Appends {@code to} = 2 a. */
        void twiceTo(int to, int a);
    }

    /** Numbers whose continued fraction ends in ones: the golden ratio and, by at most two terms, its neighbours. */
    private static final double[] RATIOS = {1.618033988749895, 1.723606797749979, 1.382366125011050, 1.580178728295464,
        1.632839806088706, 1.612429949509495, 1.620181980807416, 1.617214616534403, 1.617914406528817, 1.618347119656228};
    private static final int ADD = 6;
    private static final int DOUBLE = 5;
    private static final int NONE = 31;

    private final Program program; // null: only the cost is asked for
    private int cost;
    private long d; // d A + e B = p P, and C = A - B or B - A
    private long e;
    private int a; // the registers of A, B, C
    private int b;
    private int c;
    private int t = NONE; // of what a step needs in between
    private int u = NONE;

    private LucasChain(Program program, int from) {
        this.program = program;
        a = from;
    }

    /** Appends the multiplication by a prime; gives the register of the product, which is not {@code from} if that is kept. */
    public static int append(Program program, long p, int from) {
        if (p == 2) {
            int to = program.free(1 << from);
            program.twiceTo(to, from);
            return to;
        }
        long best = 0;
        int least = Integer.MAX_VALUE;
        for (double ratio : RATIOS) {
            long r = Math.round(p / ratio);
            if (2 * r > p && r < p) {
                int cost = cost(p, r);
                if (cost < least) {
                    least = cost;
                    best = r;
                }
            }
        }
        return append(program, p, best, from);
    }

    /** The same for an odd prime by the chain that begins with {@code first}, between p / 2 and p. */
    public static int append(Program program, long p, long first, int from) {
        LucasChain chain = new LucasChain(program, from);
        chain.run(p, first);
        return chain.a;
    }

    /** The products that this chain takes. */
    public static int cost(long p, long first) {
        LucasChain trial = new LucasChain(null, 0);
        trial.run(p, first);
        return trial.cost;
    }

    /** Any r from p/2 to p will do for a prime p; it decides how long the chain is. */
    private void run(long p, long r) {
        d = p - r;
        e = 2 * r - p;
        b = a;
        c = a;
        a = twice(a);
        while (d != e) {
            if (d < e) {
                swap();
            }
            step();
            t = NONE;
            u = NONE;
        }
        a = add(a, b, c);
    }

    private void swap() {
        long number = d;
        d = e;
        e = number;
        int register = a;
        a = b;
        b = register;
    }

    /** One line of Montgomery's table 4. */
    private void step() {
        if (4 * d <= 5 * e && (d + e) % 3 == 0) {
            long next = (2 * d - e) / 3;
            e = (2 * e - d) / 3;
            d = next;
            t = add(a, b, c);
            u = add(t, a, b); // 2 A + B
            b = add(t, b, a); // A + 2 B, and C stays
            a = u;
        } else if (4 * d <= 5 * e && (d - e) % 6 == 0) {
            halve();
        } else if (d <= 4 * e) {
            d -= e;
            t = add(a, b, c);
            c = b;
            b = t;
        } else if ((d + e) % 2 == 0) {
            halve();
        } else if (d % 2 == 0) {
            d /= 2;
            c = add(a, c, b); // 2 A - B
            a = twice(a);
        } else if (d % 3 == 0) {
            d = d / 3 - e;
            t = twice(a);
            u = add(a, b, c);
            a = add(t, a, a);
            t = add(t, u, c); // 3 A + B; the difference of 2 A and A + B is C
            c = b;
            b = t;
        } else if ((d + e) % 3 == 0) {
            d = (d - 2 * e) / 3;
            t = add(a, b, c);
            b = add(t, a, b); // 2 A + B
            triple();
        } else if ((d - e) % 3 == 0) {
            d = (d - e) / 3;
            t = add(a, b, c);
            c = add(a, c, b); // 2 A - B
            b = t;
            triple();
        } else {
            e /= 2;
            c = add(c, b, a); // A - 2 B = C - B, and C + B = A
            b = twice(b);
        }
    }

    private void halve() {
        d = (d - e) / 2;
        b = add(a, b, c);
        a = twice(a);
    }

    private void triple() {
        t = twice(a);
        a = add(t, a, a);
    }

    private int add(int x, int y, int difference) {
        cost += ADD;
        if (program == null) {
            return 0;
        }
        int to = free();
        program.addTo(to, x, y, difference);
        return to;
    }

    private int twice(int x) {
        cost += DOUBLE;
        if (program == null) {
            return 0;
        }
        int to = free();
        program.twiceTo(to, x);
        return to;
    }

    private int free() {
        return program.free(1 << a | 1 << b | 1 << c | 1 << t | 1 << u);
    }
}
