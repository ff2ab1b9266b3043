/** The JAVA backend: plain Java engines. */
package dev.kernelbridge.scalar;
