/** C++ classes in Java, as an example to copy: {@code Stats} is generated from src/main/cpp/histogram.h by what is in src/build/java. */
package dev.kernelbridge.example;
