/** What a call from Java to C costs, by every way there is: the benchmark behind Kernelbridge's choice of FFM. */
package dev.kernelbridge.bench.bridge;
