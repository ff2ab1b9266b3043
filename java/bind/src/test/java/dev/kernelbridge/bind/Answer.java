package dev.kernelbridge.bind;

/** A class with a native method, for tests that load it in class loaders of their own. */
public final class Answer {

    private Answer() {
    }

    public static native int answer();
}
