/**
 * The FFM backend. {@code FfmBackend} says whether it can be used and why not; {@code Library} opens the C library and binds
 * single functions; {@code Downcalls} is the C header in Java; the engines play one work unit each through it.
 */
package dev.kernelbridge.ffm;
