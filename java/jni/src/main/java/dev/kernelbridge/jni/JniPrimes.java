package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.kb_is_prime;
import static dev.kernelbridge.jni.KernelbridgeC.kb_sieve_bits;
import static dev.kernelbridge.jni.KernelbridgeC.kb_sieve_count;
import static dev.kernelbridge.jni.KernelbridgeC.kb_sieve_scratch;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.NativeBasePrimes;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.ScratchPool;
import dev.kernelbridge.spi.SieveUnit;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Objects;

/** Sieving takes milliseconds, so it works outside the heap, by address; primality tests go in short calls on the arrays. */
final class JniPrimes implements PrimeEngine {

    /** The count stands in front of the scratch bytes, a cache line apart. */
    private static final long HEADER = 64;
    /** Numbers a call that pins arrays: 64-bit primes, the slowest, take up to 0.6 us each. */
    static final int PINNED_TESTS = 256;

    private final JniEngine engine;
    private final LeafEngine leaves;
    private final NativeBasePrimes strikers = new NativeBasePrimes();
    private final ScratchPool scratch = new ScratchPool();

    JniPrimes(JniEngine engine) {
        this.engine = engine;
        this.leaves = new JniLeaves(engine);
    }

    @Override
    public int unitBytes(long to) {
        return NativeBasePrimes.unitBytes(to);
    }

    @Override
    public long countSieve(SieveUnit unit, BasePrimes base) {
        MemorySegment primes = strikers.of(base);
        MemorySegment memory = scratch.take(HEADER + kb_sieve_scratch(unit.firstByte(), unit.bytes()));
        try {
            JniEngine.check(kb_sieve_count(engine.tier(), unit.firstByte(), unit.bytes(), unit.firstMask(), unit.lastMask(),
                    primes.address(), base.count(), memory.address() + HEADER, memory.address()), "kb_sieve_count");
            long count = memory.get(ValueLayout.JAVA_LONG, 0);
            scratch.give(memory);
            return count;
        } finally {
            Reference.reachabilityFence(primes);
            Reference.reachabilityFence(memory);
        }
    }

    @Override
    public void sieve(long firstByte, byte[] bits, BasePrimes base) {
        MemorySegment primes = strikers.of(base);
        MemorySegment memory = scratch.take(bits.length + kb_sieve_scratch(firstByte, bits.length));
        try {
            JniEngine.check(kb_sieve_bits(engine.tier(), firstByte, bits.length, primes.address(), base.count(), memory.address(),
                    memory.address() + bits.length), "kb_sieve_bits");
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, bits, 0, bits.length);
            scratch.give(memory);
        } finally {
            Reference.reachabilityFence(primes);
            Reference.reachabilityFence(memory);
        }
    }

    @Override
    public LeafEngine leaves() {
        return leaves;
    }

    @Override
    public void isPrime(long[] n, int off, int len, boolean[] out) {
        Objects.checkFromIndexSize(off, len, n.length); // C would not notice
        Objects.checkFromIndexSize(off, len, out.length);
        for (int done = 0, now; done < len; done += now) {
            now = Math.min(PINNED_TESTS, len - done);
            JniEngine.check(kb_is_prime(engine.tier(), n, off + done, now, out, off + done), "kb_is_prime");
        }
    }
}
