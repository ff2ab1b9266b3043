/** The {@code kernels} command: one class a subcommand, and the few things that all of them do alike. */
package dev.kernelbridge.cli;
