/** The report page: any number of results in one HTML file that needs no network. */
package dev.kernelbridge.bench.report;
