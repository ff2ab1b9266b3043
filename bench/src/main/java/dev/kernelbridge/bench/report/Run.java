package dev.kernelbridge.bench.report;

import dev.kernelbridge.bench.results.Machine;
import dev.kernelbridge.bench.results.Results;

/**
 * One run as the page shows it.
 *
 * @param label   tells it from the page's other runs: the machine's name, and the date where a machine is there twice
 * @param results its rows
 * @param machine what they were measured on; only its name where {@code machine.json} cannot be read
 */
record Run(String label, Results results, Machine machine) {
}
