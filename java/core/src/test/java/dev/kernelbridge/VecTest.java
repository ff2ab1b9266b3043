package dev.kernelbridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class VecTest {
    private final VectorMath v = Kernels.on(Backend.JAVA).vectors();

    @Test
    void viewsBuffersAndAddresses() {
        assertEquals(5, v.sum(DoubleVec.from(DoubleBuffer.wrap(new double[] {1, 2, 3, 4}, 1, 2))), "position to limit");
        FloatBuffer direct = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder()).asFloatBuffer();
        v.fill(2f, FloatVec.from(direct));
        assertEquals(2, direct.get(3), "changes show both ways");
        FloatBuffer swapped = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        String message = assertThrows(IllegalArgumentException.class, () -> FloatVec.from(swapped)).getMessage();
        assertTrue(message.contains("byte order"), message);
        assertThrows(IllegalArgumentException.class, () -> v.fill(1.0, DoubleVec.from(DoubleBuffer.wrap(new double[2]).asReadOnlyBuffer())));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_DOUBLE, 1, 2, 4);
            assertEquals(7, v.sum(DoubleVec.ofAddress(memory.address(), 3)));
        }
        assertThrows(IllegalArgumentException.class, () -> DoubleVec.ofAddress(0, 1));
        assertThrows(IllegalArgumentException.class, () -> FloatVec.ofAddress(4096, -1));
    }

    @Test
    void tellsWhereALeakedVectorWasMade() throws InterruptedException {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warnings.add(record.getMessage());
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        Logger logger = Logger.getLogger("dev.kernelbridge"); // held: a logger may be collected too
        logger.addHandler(handler);
        try {
            leak.Leaks.oneOf(v, 123_457);
            for (int i = 0; i < 200 && warnings.isEmpty(); i++) {
                System.gc();
                Thread.sleep(20);
            }
            assertEquals(1, warnings.size(), "warnings: " + warnings);
            assertTrue(warnings.getFirst().contains("123457") && warnings.getFirst().contains("leak.Leaks.oneOf"), warnings.getFirst());
            try (DoubleVec closed = v.residentDoubles(123_457)) {
                v.fill(1, closed);
            }
            System.gc();
            Thread.sleep(50);
            assertEquals(1, warnings.size(), "a closed vector is no leak: " + warnings);
        } finally {
            logger.removeHandler(handler);
        }
    }
}
