/**
 * X. Gourdon's formula, pi(x) = A - B + C + D + Phi0 + Sigma ("Computation of pi(x): improvements to the Meissel, Lehmer, Lagarias,
 * Miller, Odlyzko, Deleglise and Rivat method", 2001), one term a file. All sums are taken modulo 2^64: intermediate ones may
 * exceed a long, and from 4.3 * 10^20 on the result does: li(x) then tells which of the numbers it is. Nothing is divided that may have
 * wrapped: Sigma's polynomials are below 2^63 where they are halved, since pi(sqrt(10^21)) &lt; 2^31. Of the values x / m only those for
 * Phi0 and the hard leaves of p &lt; 110 may be more than a long: A has p > x^(1/4), C has p > (x / z)^(1/3).
 *
 * <p>How it comes about. Let phi(v, b) be the number of integers up to v that none of the first b primes divides, x^(1/3) &lt; y &lt;=
 * z &lt; x^(1/2), a = pi(y). Then pi(x) = phi(x, a) + a - 1 - P2 with P2 = sum over y &lt; p &lt;= sqrt x of (pi(x/p) - pi(p) + 1); B is
 * its sum of pi(x/p). Expanding phi(v, b) = phi(v, b-1) - phi(v/p_b, b-1) down to b = k wherever the divisor m stays within z gives
 * Phi0, and the other nodes are leaves -mu(m) phi(x/(p_b m), b-1) with z/p_b &lt; m &lt;= z, lpf(m) > p_b > p_k. Let x* = max(x^(1/4),
 * x/y^2).
 * For p_b > x* such an m is a prime; those leaves are A and most of Sigma. For p_b &lt;= x* a leaf is easy (C) if x/(p_b m) &lt; p_b^2,
 * since
 * then phi = pi(x/(p_b m)) - b + 2, and hard (D) otherwise.
 */
package dev.kernelbridge.primes.gourdon;
