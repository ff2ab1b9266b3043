package leak;

import dev.kernelbridge.VectorMath;

/** Somebody else's code, in a package of its own, that forgets to close. */
public final class Leaks {

    private Leaks() {
    }

    /** Makes a vector and forgets it. */
    public static void oneOf(VectorMath v, long length) {
        v.residentDoubles(length);
    }
}
