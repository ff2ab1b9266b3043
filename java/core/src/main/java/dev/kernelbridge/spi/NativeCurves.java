package dev.kernelbridge.spi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import java.math.BigInteger;

/** Curves in the C library, whichever way it is called: the state is native memory, and what goes in and out is copied. */
public final class NativeCurves implements Curves {
    private static final ScratchPool STATES = new ScratchPool();
    private static final ScratchPool BUFFERS = new ScratchPool();
    private static final long LEAST_BUFFER = 1 << 12;

    private final Calls calls;
    private final int words;
    private final int lanes;
    private final MemorySegment state;
    private MemorySegment buffer;

    /** The functions of kernelbridge.h, which throw {@link dev.kernelbridge.DeviceFailedException} where C gives another status than 0. */
    public interface Calls {
        /** kb_curves_lanes. */
        int lanes(long bits);

        /** kb_curves_bytes. */
        long bytes(long bits, long points);

        /** kb_curves_open. */
        void open(MemorySegment n, long words, long points, MemorySegment state);

        /** kb_curves_begin. */
        void begin(MemorySegment a24, MemorySegment x, MemorySegment state);

        /** kb_curves_chain. */
        void chain(MemorySegment steps, long count, MemorySegment state);

        /** kb_curves_pairs. */
        void pairs(MemorySegment columns, long count, long from, MemorySegment state);

        /** kb_curves_read. */
        void read(int product, MemorySegment out, MemorySegment state);
    }

    private NativeCurves(Calls calls, BigInteger n, int points) {
        this.calls = calls;
        words = (n.bitLength() + 63) / 64;
        lanes = calls.lanes(n.bitLength());
        state = STATES.take(calls.bytes(n.bitLength(), points));
        buffer = BUFFERS.take(LEAST_BUFFER);
        MemorySegment number = buffer(Long.BYTES * (long) words);
        put(n, number, 0);
        calls.open(number, words, points, state);
    }

    /** An engine by these calls. */
    public static CurveEngine engine(Calls calls) {
        return new CurveEngine() {
            @Override
            public int lanes(int bits) {
                return calls.lanes(bits);
            }

            @Override
            public Curves open(BigInteger n, int points) {
                return new NativeCurves(calls, n, points);
            }
        };
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public void begin(BigInteger[] a24, BigInteger[] x) {
        long bytes = Long.BYTES * (long) words;
        MemorySegment in = buffer(2 * bytes * lanes);
        for (int i = 0; i < lanes; i++) {
            put(a24[i], in, i * bytes);
            put(x[i], in, (lanes + i) * bytes);
        }
        calls.begin(in, in.asSlice(bytes * lanes), state);
    }

    @Override
    public void chain(short[] steps, int from, int to) {
        MemorySegment in = buffer(Short.BYTES * (long) (to - from));
        MemorySegment.copy(steps, from, in, ValueLayout.JAVA_SHORT, 0, to - from);
        calls.chain(in, to - from, state);
    }

    @Override
    public void pairs(short[] columns, int from) {
        MemorySegment in = buffer(Short.BYTES * (long) columns.length);
        MemorySegment.copy(columns, 0, in, ValueLayout.JAVA_SHORT, 0, columns.length);
        calls.pairs(in, columns.length, from, state);
    }

    @Override
    public BigInteger[] z() {
        return read(0);
    }

    @Override
    public BigInteger[] product() {
        return read(1);
    }

    private BigInteger[] read(int product) {
        long bytes = Long.BYTES * (words + 1L);
        MemorySegment out = buffer(bytes * lanes);
        calls.read(product, out, state);
        BigInteger[] values = new BigInteger[lanes];
        for (int i = 0; i < lanes; i++) {
            byte[] magnitude = new byte[(int) bytes];
            for (int k = 0; k < magnitude.length; k++) {
                magnitude[magnitude.length - 1 - k] = out.get(ValueLayout.JAVA_BYTE, i * bytes + k);
            }
            values[i] = new BigInteger(1, magnitude);
        }
        return values;
    }

    /** Writes a number of at most {@code words} words, lowest first. */
    private void put(BigInteger value, MemorySegment to, long offset) {
        byte[] bytes = value.toByteArray();
        to.asSlice(offset, Long.BYTES * (long) words).fill((byte) 0);
        for (int i = 0; i < Math.min(bytes.length, Long.BYTES * words); i++) { // a sign byte may stand before the highest word
            to.set(ValueLayout.JAVA_BYTE, offset + i, bytes[bytes.length - 1 - i]);
        }
    }

    private MemorySegment buffer(long bytes) {
        if (buffer.byteSize() < bytes) {
            buffer = BUFFERS.take(bytes);
        }
        return buffer;
    }

    @Override
    public void close() {
        STATES.give(state);
        BUFFERS.give(buffer);
    }
}
