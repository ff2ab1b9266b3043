/**
 * C over JNI. {@code KernelbridgeC} is generated from {@code native/include/kernelbridge.h} at build time (see src/build/java);
 * the classes here are the engines on top of it.
 */
package dev.kernelbridge.jni;
