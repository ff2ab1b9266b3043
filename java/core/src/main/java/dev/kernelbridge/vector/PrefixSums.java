package dev.kernelbridge.vector;

import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Runs prefix sums over host memory in chunks: each begins with the last result of the one before it. */
public final class PrefixSums {

    private PrefixSums() {
    }

    /** Sums n elements of host memory up. */
    public static void host(Session session, ElementType type, MemorySegment x, MemorySegment out, long n) {
        for (long from = 0; from < n; from += Chunks.CHUNK) {
            if (from > 0) {
                Chunks.checkInterrupt("cumulativeSum");
            }
            double carry = from == 0 ? 0 : type == ElementType.F64 ? out.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * (from - 1))
                    : out.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * (from - 1));
            long at = from * type.bytes();
            long length = Math.min(Chunks.CHUNK, n - from);
            session.run(engine -> engine.vectors().scan(type, carry, Chunks.slice(x, at), Chunks.slice(out, at), length));
        }
    }
}
