package dev.kernelbridge;

import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.Resident;
import dev.kernelbridge.vector.Chunks;
import dev.kernelbridge.vector.HostMemory;
import dev.kernelbridge.vector.PrefixSums;
import dev.kernelbridge.vector.WholeArrays;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What all operations of {@link VectorMath} do with their operands: check them, and hand them to where they are computed with. */
abstract sealed class VectorOperands permits FloatVectorMath {
    /** Bytes written at a time to clear resident memory. */
    private static final long ZEROS = 1 << 20;

    final Session session;
    /** What computes on host memory. */
    final HostMemory host;

    VectorOperands(Session session) {
        this.session = session;
        this.host = new HostMemory(session);
    }

    final void map(MapOp op, double a, double b, double[] x, double[] y, double[] z, double[] out, int n) {
        WholeArrays.map(host.maps(op, n), op, a, b, x, y, z, out, n);
    }

    final void map(MapOp op, float a, float b, float[] x, float[] y, float[] z, float[] out, int n) {
        WholeArrays.map(host.maps(op, n), op, a, b, x, y, z, out, n);
    }

    final double reduce(ReduceOp op, double a, double[] x, double[] y, int n) {
        return WholeArrays.reduce(host.reduces(n), op, a, x, y, n);
    }

    final double reduce(ReduceOp op, float a, float[] x, float[] y, int n) {
        return WholeArrays.reduce(host.reduces(n), op, a, x, y, n);
    }

    final Chunks.Reduction reduction(double[] x, double[] y, int n) {
        return new WholeArrays.Doubles(host.reduces(n), x, y, n);
    }

    final Chunks.Reduction reduction(float[] x, float[] y, int n) {
        return new WholeArrays.Floats(host.reduces(n), x, y, n);
    }

    final void scan(ElementType type, MemorySegment x, MemorySegment out, long n) {
        PrefixSums.host(host.others(), type, x, out, n);
    }

    final void scan(ElementType type, Vec x, Vec out) {
        checkLength("out", length("out", out), length("x", x));
        if (allResident(x, out)) {
            Engine engine = session.engine();
            Resident from = of(engine, x, "x");
            Resident to = of(engine, out, "out");
            onResident(engine, () -> {
                engine.vectors().scanResident(type, from, to, x.length());
                return null;
            });
            keep(x, out);
        } else {
            checkUsable("x", x);
            checkWritable("out", out);
            checkOverlap("x", x.host(), out.host());
            PrefixSums.host(host.others(), type, x.host(), out.host(), x.length());
        }
    }

    static long length(String name, Vec vec) {
        return Objects.requireNonNull(vec, name + ": null; a vector is needed").length();
    }

    /** A reduction of nothing that has no neutral element. */
    static void checkLeast(long length, int least) {
        if (length < least) {
            throw new IllegalArgumentException("x: length " + length + "; at least " + (least == 1 ? "one element is" : least
                    + " elements are") + " needed");
        }
    }

    /** A new resident vector with its content. A device that is lost is replaced; one that is full is not, for it may be emptied. */
    final <V> V resident(long length, ElementType type, Consumer<Resident> content, BiFunction<Engine, Resident, V> vector) {
        long most = Long.MAX_VALUE / type.bytes();
        if (length < 0 || length > most) {
            throw new IllegalArgumentException("length: " + length + " is not in 0 to " + most);
        }
        while (true) {
            Engine engine = session.engine();
            try {
                Resident resident = engine.vectors().allocate(length * type.bytes());
                try {
                    content.accept(resident);
                    return vector.apply(engine, resident);
                } catch (RuntimeException | Error e) {
                    resident.close();
                    throw e;
                }
            } catch (DeviceFailedException e) {
                if (e.kind() == DeviceFailedException.Kind.OUT_OF_MEMORY) {
                    throw e;
                }
                session.failed(engine, e);
            }
        }
    }

    /** An operation on memory of the engine: if it fails, what was there is lost, and only the next calls have a replacement. */
    final <R> R onResident(Engine engine, Supplier<R> operation) {
        try {
            return operation.get();
        } catch (DeviceFailedException e) {
            if (e.kind() != DeviceFailedException.Kind.OUT_OF_MEMORY) {
                session.failed(engine, e);
            }
            throw e;
        }
    }

    static void clear(Resident resident) {
        byte[] zeros = new byte[(int) Math.min(resident.bytes(), ZEROS)];
        for (long at = 0; at < resident.bytes(); at += zeros.length) {
            resident.write(MemorySegment.ofArray(zeros).asSlice(0, Math.min(zeros.length, resident.bytes() - at)), at);
        }
    }

    final void map(ElementType type, MapOp op, double a, double b, Vec x, Vec y, Vec z, Vec out) {
        long n = length("x", x);
        checkLength(out == y ? "y" : "out", length(out == y ? "y" : "out", out), n);
        if (op.operands() > 1) {
            checkLength("y", length("y", y), n);
        }
        if (op.operands() > 2) {
            checkLength("z", length("z", z), n);
        }
        if (allResident(x, y, z, out)) {
            Engine engine = session.engine(); // once: another thread's call may move the session on
            Resident[] all = {of(engine, x, "x"), of(engine, y, "y"), of(engine, z, "z"), of(engine, out, "out")};
            onResident(engine, () -> {
                engine.vectors().mapResident(type, op, a, b, all[0], all[1], all[2], all[3], n);
                return null;
            });
            keep(x, y, z, out);
        } else {
            checkUsable("x", x);
            checkUsable("y", y);
            checkUsable("z", z);
            checkWritable(out == y ? "y" : "out", out);
            checkOverlap("x", x.host(), out.host());
            checkOverlap("y", host(y), out.host());
            checkOverlap("z", host(z), out.host());
            Chunks.map(host.maps(op, n), type, op, a, b, x.host(), host(y), host(z), out.host(), n);
        }
    }

    final Chunks.Reduction reduction(ElementType type, Vec x, Vec y) {
        checkLength("y", y == null ? length("x", x) : y.length(), length("x", x));
        if (allResident(x, y)) {
            Engine engine = session.engine();
            Chunks.Reduction reduction = Chunks.resident(engine, type, of(engine, x, "x"), of(engine, y, "y"), x.length());
            return (op, a) -> {
                double[] partials = onResident(engine, () -> reduction.partials(op, a));
                keep(x, y);
                return partials;
            };
        }
        checkUsable("x", x);
        checkUsable("y", y);
        return Chunks.host(host.reduces(x.length()), type, x.host(), host(y), x.length());
    }

    /** Else the collector might find a vector while its memory is in use, and give it back. */
    static void keep(Vec... vecs) {
        for (Vec vec : vecs) {
            Reference.reachabilityFence(vec);
        }
    }

    static Resident of(Engine engine, Vec vec, String name) {
        return vec == null ? null : vec.resident(engine, name);
    }

    /** Here and not in the backends, since native code would not notice. */
    static void checkUsable(String name, Vec vec) {
        if (vec == null) {
            return;
        }
        if (!vec.host().scope().isAlive()) {
            throw new IllegalStateException(name + ": the arena of this memory segment is closed");
        }
        if (!vec.host().isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException(name + ": this memory segment belongs to another thread; use Arena.ofShared()");
        }
    }

    /** C does not ask: a read-only array would be changed, and a read-only mapping end the JVM. */
    static void checkWritable(String name, Vec out) {
        checkUsable(name, out);
        if (out.host().isReadOnly()) {
            throw new IllegalArgumentException(name + ": read-only memory; the result is written there");
        }
    }

    private static MemorySegment host(Vec vec) {
        return vec == null ? null : vec.host();
    }

    static boolean allResident(Vec... vecs) {
        for (Vec vec : vecs) {
            if (vec != null && vec.isResident() != vecs[0].isResident()) {
                throw new IllegalArgumentException("some vectors are in host memory and some are resident; upload the former, or copy the "
                        + "latter with toArray()");
            }
        }
        return vecs[0].isResident();
    }

    private static void checkOverlap(String name, MemorySegment operand, MemorySegment out) {
        if (operand != null && out.byteSize() > 0 && operand.asOverlappingSlice(out).isPresent()
                && (operand.address() != out.address() || operand.byteSize() != out.byteSize())) {
            throw new IllegalArgumentException("out: overlaps " + name + " in part; use the same range, or one that is apart");
        }
    }

    static void checkLength(String name, long length, long expected) {
        if (length != expected) {
            throw new IllegalArgumentException(name + ": length " + length + ", but x has " + expected + "; all must be equal");
        }
    }
}
