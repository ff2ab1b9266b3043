/** The regression gate: which rows of two results moved beyond their noise. */
package dev.kernelbridge.bench.gate;
