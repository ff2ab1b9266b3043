/** Runs the benchmarks: which questions there are, who answers them, one JVM for each, in rounds, until the time is used. */
package dev.kernelbridge.bench.run;
