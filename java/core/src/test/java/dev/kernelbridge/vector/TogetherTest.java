package dev.kernelbridge.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.Tuning;
import dev.kernelbridge.Tuning.Crossover;
import dev.kernelbridge.Tuning.Question;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.MapOp;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From how many elements on a function takes several threads: as set, else as measured, else as predicted. */
final class TogetherTest {
    private static final String SETTING = "kernelbridge.crossover.threads";
    private static final MemorySegment ARRAY = MemorySegment.ofArray(new double[1]);
    private static final Device JAVA = Kernels.devices(Backend.JAVA).getFirst();

    @TempDir
    Path folder;

    @BeforeEach
    void keepThere() throws Exception {
        System.setProperty("kernelbridge.cache.dir", folder.toString());
        Tuning.forget(JAVA);
    }

    @AfterEach
    void forget() throws Exception {
        Tuning.forget(JAVA);
        System.clearProperty(SETTING);
        System.clearProperty("kernelbridge.cache.dir");
    }

    private static Session session(int threads, boolean asAsked) {
        return new Session(Optional.of(Backend.JAVA), List.of(Candidate.any(Backend.JAVA, -1)),
                new Session.Options(threads, null, null, OnFailure.FAIL, null, false, asAsked));
    }

    private static long least(Session session, MapOp op) {
        for (long n = 1 << 10; n < 1 << 30; n += 1 << 10) {
            if (Together.pays(session, op, ARRAY, null, ARRAY, n)) {
                return n;
            }
        }
        return -1;
    }

    private static void keep(double least, double low, double high) throws Exception {
        new Tuning(JAVA, JAVA, 2, Instant.now(), List.of(new Crossover(Question.THREADS, least, low, high)), Map.of()).keep();
    }

    @Test
    void setGoesBeforeMeasuredBeforePredicted() throws Exception {
        assertEquals(1 << 19, least(session(2, false), MapOp.EXP));
        assertEquals(1 << 17, least(session(2, true), MapOp.EXP), "two pieces, when measuring");
        keep(3 << 17, 1 << 18, 1 << 19);
        assertEquals(3 << 17, least(session(2, false), MapOp.EXP));
        assertEquals(1 << 19, least(session(3, false), MapOp.EXP), "measured with two threads");
        keep(Double.POSITIVE_INFINITY, 1 << 24, Double.POSITIVE_INFINITY);
        assertEquals(1 << 24, least(session(2, false), MapOp.EXP));
        System.setProperty(SETTING, "200000");
        assertEquals(196 << 10, least(session(2, false), MapOp.EXP));
        assertEquals(-1, least(session(2, false), MapOp.ADD), "memory bounds it");
        assertEquals(-1, least(session(1, false), MapOp.EXP));
        System.setProperty(SETTING, "many");
        assertThrows(IllegalArgumentException.class, () -> least(session(2, false), MapOp.EXP));
    }
}
