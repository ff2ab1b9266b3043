/** The tables of README and its neighbours, generated from {@code bench/results}. */
package dev.kernelbridge.bench.tables;
