/** The conductors of factorization. */
package dev.kernelbridge.factor;
