/**
 * What an interface method can say about the C function that it stands for, beyond its Java types.
 *
 * <p>All of them are read once, when the interface is bound.
 */
package dev.kernelbridge.bind.annotation;
