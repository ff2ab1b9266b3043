package dev.kernelbridge.factor.ecm;

/**
 * How far the search for factors of a number has gone. What was done for a number was done for its divisors too.
 *
 * @param level  the index of the level that is under way
 * @param curves how many of its curves were run
 * @param sigma  the next curve
 */
public record Effort(int level, int curves, long sigma) {
    /** Nothing was done. Curves begin behind those of Suyama's that are singular. */
    public static final Effort NONE = new Effort(0, 0, 6);

    Effort ran(int count) {
        return new Effort(level, curves + count, sigma + count);
    }

    Effort nextLevel() {
        return new Effort(level + 1, 0, sigma);
    }
}
