/** What a run of the benchmarks leaves behind: {@code results.json} and {@code machine.json}, and what can be said of two rows. */
package dev.kernelbridge.bench.results;
