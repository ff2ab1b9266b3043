package dev.kernelbridge.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.DoubleVec;
import dev.kernelbridge.FloatVec;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.VectorMath;
import dev.kernelbridge.contract.UnderTest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrow's vectors as operands and results, where they are, as VECTORS.md says it: what one side writes the other reads. */
class ArrowTest {
    private static final int N = 1000;

    static Stream<Named<Kernels>> backends() {
        return Stream.concat(Stream.of(Named.of("java", Kernels.require(Backend.JAVA))), UnderTest.backends());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void computesOnArrowsMemory(Kernels k) {
        VectorMath v = k.vectors();
        try (BufferAllocator memory = new RootAllocator(); Float8Vector x = new Float8Vector("x", memory);
                Float8Vector y = new Float8Vector("y", memory)) {
            fill(x, N);
            y.allocateNew(N);
            y.setValueCount(N); // all null until it is said that they are not
            DoubleVec onX = DoubleVec.ofAddress(x.getDataBufferAddress(), x.getValueCount());
            DoubleVec onY = DoubleVec.ofAddress(y.getDataBufferAddress(), y.getValueCount());
            assertEquals(N * (N - 1) / 2, v.sum(onX), "Arrow wrote it");
            v.scale(0.5, onX, onY);
            for (int i = 0; i < N; i++) {
                y.setIndexDefined(i);
                assertEquals(i / 2.0, y.get(i), "we wrote it");
            }
            x.set(7, 1e6);
            assertEquals(7, v.argMax(onX), "no copy was made");
            v.add(onX, onY, onX);
            assertEquals(1e6 + 3.5, x.get(7), "in place");
        }
    }

    /** A slice begins somewhere in the parent's buffer, off every alignment but the element's; its nulls are its validity's business. */
    @ParameterizedTest
    @MethodSource("backends")
    void takesSlicesAndNulls(Kernels k) {
        VectorMath v = k.vectors();
        try (BufferAllocator memory = new RootAllocator(); Float8Vector x = new Float8Vector("x", memory)) {
            fill(x, N);
            try (Float8Vector part = slice(x, 13, 300)) {
                DoubleVec onPart = DoubleVec.ofAddress(part.getDataBufferAddress(), part.getValueCount());
                assertEquals(13, v.min(onPart));
                assertEquals(312, v.max(onPart));
                v.fill(-1, onPart);
                assertEquals(12, x.get(12));
                assertEquals(-1, x.get(13));
                assertEquals(-1, x.get(312));
                assertEquals(313, x.get(313));
            }
            double before = v.sum(DoubleVec.ofAddress(x.getDataBufferAddress(), N));
            x.setNull(400);
            assertEquals(before, v.sum(DoubleVec.ofAddress(x.getDataBufferAddress(), N)), "what is under a null counts");
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void takesFloatsAsASegment(Kernels k) {
        try (BufferAllocator memory = new RootAllocator(); Float4Vector x = new Float4Vector("x", memory)) {
            x.allocateNew(3);
            for (int i = 0; i < 3; i++) {
                x.set(i, i + 0.5f);
            }
            x.setValueCount(3);
            ArrowBuf data = x.getDataBuffer();
            MemorySegment segment = MemorySegment.ofAddress(data.memoryAddress()).reinterpret(4L * x.getValueCount());
            k.vectors().scale(2f, FloatVec.of(segment), FloatVec.of(segment));
            assertEquals(5f, x.get(2));
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, 0, 42);
            assertEquals(42, x.get(0));
            assertEquals(50f, k.vectors().sum(FloatVec.ofAddress(data.memoryAddress(), 3)));
        }
    }

    /** And the other way: Arrow's buffer takes what a vector in any memory of ours has. */
    @ParameterizedTest
    @MethodSource("backends")
    void copiesResultsIntoArrow(Kernels k) {
        VectorMath v = k.vectors();
        try (BufferAllocator memory = new RootAllocator(); Float8Vector out = new Float8Vector("out", memory);
                DoubleVec resident = v.upload(new double[] {1, 4, 9})) {
            v.sqrt(resident, resident);
            out.allocateNew(3);
            for (int i = 0; i < 3; i++) {
                out.setIndexDefined(i);
            }
            out.setValueCount(3);
            v.copy(DoubleVec.of(resident.toArray()), DoubleVec.ofAddress(out.getDataBufferAddress(), 3));
            assertEquals(3, out.getObject(2));
            String message = assertThrows(IllegalArgumentException.class,
                    () -> v.copy(resident, DoubleVec.ofAddress(out.getDataBufferAddress(), 3))).getMessage();
            assertTrue(message.contains("toArray()"), message);
        }
    }

    private static void fill(Float8Vector x, int n) {
        x.allocateNew(n);
        for (int i = 0; i < n; i++) {
            x.set(i, i);
        }
        x.setValueCount(n);
    }

    private static Float8Vector slice(Float8Vector x, int from, int length) {
        var transfer = x.getTransferPair(x.getAllocator());
        transfer.splitAndTransfer(from, length);
        return (Float8Vector) transfer.getTo();
    }
}
