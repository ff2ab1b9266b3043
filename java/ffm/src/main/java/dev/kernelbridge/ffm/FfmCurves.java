package dev.kernelbridge.ffm;

import dev.kernelbridge.spi.NativeCurves;
import java.lang.foreign.MemorySegment;

/** The elliptic-curve method: calls of milliseconds on native memory. */
record FfmCurves(FfmEngine engine, int tier) implements NativeCurves.Calls {

    @Override
    public int lanes(long bits) {
        return Downcalls.curvesLanes(tier, bits);
    }

    @Override
    public long bytes(long bits, long points) {
        return Downcalls.curvesBytes(tier, bits, points);
    }

    @Override
    public void open(MemorySegment n, long words, long points, MemorySegment state) {
        engine.requireOpen();
        Downcalls.curvesOpen(tier, n, words, points, state);
    }

    @Override
    public void begin(MemorySegment a24, MemorySegment x, MemorySegment state) {
        Downcalls.curvesBegin(tier, a24, x, state);
    }

    @Override
    public void chain(MemorySegment steps, long count, MemorySegment state) {
        engine.requireOpen();
        Downcalls.curvesChain(tier, steps, count, state);
    }

    @Override
    public void pairs(MemorySegment columns, long count, long from, MemorySegment state) {
        engine.requireOpen();
        Downcalls.curvesPairs(tier, columns, count, from, state);
    }

    @Override
    public void read(int product, MemorySegment out, MemorySegment state) {
        Downcalls.curvesRead(tier, product, out, state);
    }
}
