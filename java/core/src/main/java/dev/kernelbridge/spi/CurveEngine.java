package dev.kernelbridge.spi;

import java.math.BigInteger;

/** The elliptic-curve method on a device. */
public interface CurveEngine {

    /** How many curves this device runs in step modulo a number of so many bits. */
    int lanes(int bits);

    /** Memory for {@link #lanes} curves modulo odd n, and a table of so many points. */
    Curves open(BigInteger n, int points);
}
