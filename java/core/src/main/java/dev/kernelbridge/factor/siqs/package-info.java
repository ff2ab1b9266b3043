/**
 * The self-initializing quadratic sieve. N = k n with N = 1 modulo 8; polynomials Q(x) = a x^2 + b x + c of discriminant N, for
 * which (2 a x + b)^2 = N + 4 a Q(x), are sieved for values that split over a factor base; products of them that are squares give
 * congruences u^2 = v^2 modulo n.
 *
 * <p>Sources: C. Pomerance, "The quadratic sieve factoring algorithm" (1985); R. D. Silverman, "The multiple polynomial quadratic
 * sieve" (Math. Comp. 48, 1987), also for b odd and N = 1 modulo 8; S. Contini, "Factoring integers with the self-initializing
 * quadratic sieve" (1997); A. K. Lenstra and M. S. Manasse, "Factoring with two large primes" (Math. Comp. 63, 1994); P. L.
 * Montgomery, "A block Lanczos algorithm for finding dependencies over GF(2)" (1995).
 */
package dev.kernelbridge.factor.siqs;
