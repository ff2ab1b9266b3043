/** The conductors of the prime kernels, one formula one file. */
package dev.kernelbridge.primes;
