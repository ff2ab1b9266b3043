package dev.kernelbridge.spi;

import java.io.Serializable;

/**
 * A stretch of the wheel sieve: byte i stands for the numbers 30 i + {1, 7, 11, 13, 17, 19, 23, 29}, lowest bit first. Numbers are
 * unsigned 64-bit.
 *
 * @param firstByte its first byte
 * @param bytes     its length, at least 1
 * @param firstMask the bits of its first byte that belong to the request
 * @param lastMask  the same for its last byte (a unit of one byte is masked with both)
 */
public record SieveUnit(long firstByte, int bytes, int firstMask, int lastMask) implements Serializable {
}
