package dev.kernelbridge.bench.bridge;

/** No bridge: what the work itself and the harness cost, to be subtracted in thought from everyone else's time. */
final class PlainJava {

    private PlainJava() {
    }

    static Calls calls() {
        return new Calls(PlainJava::add, PlainJava::sum, PlainJava::callBack);
    }

    static long add(long a, long b) {
        return a + b;
    }

    /** The eight lanes of bridge.c, as eight variables: C2 does not turn them into a vector, but they do not wait for each other. */
    static double sum(double[] x) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        double e = 0;
        double f = 0;
        double g = 0;
        double h = 0;
        for (int i = 0; i < x.length; i += 8) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
            e += x[i + 4];
            f += x[i + 5];
            g += x[i + 6];
            h += x[i + 7];
        }
        return ((a + e) + (c + g)) + ((b + f) + (d + h));
    }

    private static long callBack(long times) {
        long result = 0;
        for (long i = 0; i < times; i++) {
            result = add(result, i);
        }
        return result;
    }
}
