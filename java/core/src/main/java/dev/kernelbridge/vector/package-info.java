/** The conductors of vector math. */
package dev.kernelbridge.vector;
