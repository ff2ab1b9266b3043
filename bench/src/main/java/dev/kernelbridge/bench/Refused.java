package dev.kernelbridge.bench;

/** Why a benchmark does not run, in one line: without a stack trace, since JMH prints it whole and the reason drowns in it. */
public final class Refused extends RuntimeException {
    /** What its line begins with, by which the runner finds it in the fork's output. */
    public static final String MARK = "refused: ";

    private static final long serialVersionUID = 1;

    /** With that reason, on one line. */
    public Refused(String reason) {
        super(reason.replaceAll("\\R+", " "), null, false, false);
    }

    /** Refuses unless {@code found} is what was published. */
    public static void unlessEqual(String what, long found, long expected) {
        if (found != expected) {
            throw new Refused(what + " gave " + found + ", expected " + expected + "; a wrong result is not timed");
        }
    }

    @Override
    public String toString() {
        return MARK + getMessage();
    }
}
