/**
 * The elliptic-curve method (H. W. Lenstra, Annals of Math. 126, 1987; P. L. Montgomery, Math. Comp. 48, 1987): what to do to a point is
 * spelled out here as short programs, engines perform them ({@link dev.kernelbridge.spi.Curves}).
 */
package dev.kernelbridge.factor.ecm;
