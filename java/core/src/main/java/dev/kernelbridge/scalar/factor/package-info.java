/**
 * How the JAVA backend splits numbers below 2^64, one method a file: {@link dev.kernelbridge.scalar.factor.TrialDivision}, the proof
 * {@link dev.kernelbridge.scalar.factor.BailliePsw}, {@link dev.kernelbridge.scalar.factor.PerfectPower},
 * {@link dev.kernelbridge.scalar.factor.Hart}, {@link dev.kernelbridge.scalar.factor.Ecm},
 * {@link dev.kernelbridge.scalar.factor.RhoBrent}; {@link dev.kernelbridge.scalar.factor.Chain} puts them in order for one
 * number, {@link dev.kernelbridge.scalar.factor.Batch} for many.
 */
package dev.kernelbridge.scalar.factor;
