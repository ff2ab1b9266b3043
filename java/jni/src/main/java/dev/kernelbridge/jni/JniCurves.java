package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.kb_curves_begin;
import static dev.kernelbridge.jni.KernelbridgeC.kb_curves_bytes;
import static dev.kernelbridge.jni.KernelbridgeC.kb_curves_chain;
import static dev.kernelbridge.jni.KernelbridgeC.kb_curves_lanes;
import static dev.kernelbridge.jni.KernelbridgeC.kb_curves_open;
import static dev.kernelbridge.jni.KernelbridgeC.kb_curves_pairs;
import static dev.kernelbridge.jni.KernelbridgeC.kb_curves_read;

import dev.kernelbridge.spi.NativeCurves;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** The elliptic-curve method: calls of milliseconds, so it works outside the heap, by address. */
record JniCurves(JniEngine engine) implements NativeCurves.Calls {

    @Override
    public int lanes(long bits) {
        return kb_curves_lanes(engine.tier(), bits);
    }

    @Override
    public long bytes(long bits, long points) {
        return kb_curves_bytes(engine.tier(), bits, points);
    }

    @Override
    public void open(MemorySegment n, long words, long points, MemorySegment state) {
        JniEngine.check(kb_curves_open(engine.tier(), n.address(), words, points, state.address()), "kb_curves_open");
        keep(n, state);
    }

    @Override
    public void begin(MemorySegment a24, MemorySegment x, MemorySegment state) {
        JniEngine.check(kb_curves_begin(engine.tier(), a24.address(), x.address(), state.address()), "kb_curves_begin");
        keep(a24, state);
    }

    @Override
    public void chain(MemorySegment steps, long count, MemorySegment state) {
        JniEngine.check(kb_curves_chain(engine.tier(), steps.address(), count, state.address()), "kb_curves_chain");
        keep(steps, state);
    }

    @Override
    public void pairs(MemorySegment columns, long count, long from, MemorySegment state) {
        JniEngine.check(kb_curves_pairs(engine.tier(), columns.address(), count, from, state.address()), "kb_curves_pairs");
        keep(columns, state);
    }

    @Override
    public void read(int product, MemorySegment out, MemorySegment state) {
        JniEngine.check(kb_curves_read(engine.tier(), product, out.address(), state.address()), "kb_curves_read");
        keep(out, state);
    }

    private static void keep(MemorySegment one, MemorySegment other) {
        Reference.reachabilityFence(one);
        Reference.reachabilityFence(other);
    }
}
