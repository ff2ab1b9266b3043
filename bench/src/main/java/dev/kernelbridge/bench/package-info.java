/**
 * What the kernels cost: one JMH class per question, and the peers that they are compared with. Every benchmark checks its result
 * before it is timed, and every fork asserts that the backend it names is the one that runs.
 */
package dev.kernelbridge.bench;
