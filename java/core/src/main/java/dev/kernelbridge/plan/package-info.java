/** Work units, the pool that runs them, progress, interruption, deadline and the move to the next backend: written once. */
package dev.kernelbridge.plan;
