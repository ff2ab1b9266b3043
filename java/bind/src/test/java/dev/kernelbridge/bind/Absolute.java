package dev.kernelbridge.bind;

/** A class of its own, so that class loaders can have one each. */
interface Absolute {
    int abs(int x);
}
