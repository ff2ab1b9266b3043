package dev.kernelbridge.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.NativeBasePrimes;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.ScratchPool;
import dev.kernelbridge.spi.SieveUnit;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** The prime kernels: one long call per unit, on native memory that is kept from one unit to the next. */
final class FfmPrimes implements PrimeEngine {
    /**
     * Numbers per short call: a 64-bit prime takes up to 0.6 us, so a garbage collection waits for at most a quarter millisecond.
     */
    static final int NUMBERS_PER_CALL = 256;
    /** The count stands in front of the scratch bytes, a cache line apart. */
    private static final long HEADER = 64;

    private final FfmEngine engine;
    private final int tier;
    private final LeafEngine leaves;
    private final ScratchPool scratch = new ScratchPool();
    private final NativeBasePrimes strikers = new NativeBasePrimes();

    FfmPrimes(FfmEngine engine, int tier) {
        this.engine = engine;
        this.tier = tier;
        this.leaves = new FfmLeaves(engine, tier);
    }

    @Override
    public int unitBytes(long to) {
        return NativeBasePrimes.unitBytes(to);
    }

    @Override
    public long countSieve(SieveUnit unit, BasePrimes base) {
        engine.requireOpen();
        MemorySegment primes = strikers.of(base);
        MemorySegment memory = scratch.take(HEADER + Downcalls.sieveScratch(unit.firstByte(), unit.bytes()));
        Downcalls.sieveCount(tier, unit.firstByte(), unit.bytes(), unit.firstMask(), unit.lastMask(), primes, base.count(),
                memory.asSlice(HEADER), memory);
        long count = memory.get(JAVA_LONG, 0);
        scratch.give(memory);
        return count;
    }

    @Override
    public void sieve(long firstByte, byte[] bits, BasePrimes base) {
        engine.requireOpen();
        MemorySegment primes = strikers.of(base);
        MemorySegment memory = scratch.take(bits.length + Downcalls.sieveScratch(firstByte, bits.length));
        Downcalls.sieveBits(tier, firstByte, bits.length, primes, base.count(), memory, memory.asSlice(bits.length));
        MemorySegment.copy(memory, JAVA_BYTE, 0, bits, 0, bits.length);
        scratch.give(memory);
    }

    @Override
    public LeafEngine leaves() {
        return leaves;
    }

    @Override
    public void isPrime(long[] n, int off, int len, boolean[] out) {
        engine.requireOpen();
        Objects.checkFromIndexSize(off, len, n.length); // C would not notice
        Objects.checkFromIndexSize(off, len, out.length);
        MemorySegment numbers = MemorySegment.ofArray(n);
        byte[] answers = new byte[Math.min(len, NUMBERS_PER_CALL)];
        MemorySegment answer = MemorySegment.ofArray(answers);
        for (int i = 0; i < len;) { // the step is not constant, or C2 would drop the safepoint poll between the calls
            int count = Math.min(NUMBERS_PER_CALL, len - i);
            Downcalls.isPrime(tier, numbers, off + i, count, answer, 0);
            for (int j = 0; j < count; j++) {
                out[off + i + j] = answers[j] != 0;
            }
            i += count;
        }
    }
}
