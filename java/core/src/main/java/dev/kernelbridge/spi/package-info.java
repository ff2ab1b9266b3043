/** What a backend supplies: a provider found by ServiceLoader, and an engine whose methods play one work unit each. */
package dev.kernelbridge.spi;
