package dev.kernelbridge.bench.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.kernelbridge.Backend;
import dev.kernelbridge.bench.Refused;
import dev.kernelbridge.bench.bridge.Contestant.Question;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Param;

/** Every contestant gives the right answer in each discipline that its benchmarks name; one that is missing is skipped with its reason. */
class ContestantTest {

    @ParameterizedTest
    @EnumSource(Contestant.class)
    void answersRightly(Contestant contestant) throws Exception {
        Calls calls = open(contestant);
        assertEquals(contestant.does(Question.ADD), calls.add() != null, "add");
        assertEquals(contestant.does(Question.SUM), calls.sum() != null, "sum");
        assertEquals(contestant.does(Question.CALL_BACK), calls.callBack() != null, "callBack");
        if (calls.add() != null) {
            Truth.checkAdd(calls.add());
        }
        if (calls.sum() != null) {
            Truth.checkSum(calls.sum());
        }
        if (calls.callBack() != null) {
            Truth.checkCallBack(calls.callBack());
        }
    }

    @Test
    void aWrongAnswerIsNoticed() {
        assertThrows(Refused.class, () -> Truth.checkAdd((a, b) -> (int) a + b));
        assertThrows(Refused.class, () -> Truth.checkSum(x -> x[0]));
        assertThrows(Refused.class, () -> Truth.checkCallBack(times -> times));
    }

    @Test
    void benchmarksListExactlyThoseThatDoIt() throws Exception {
        assertEquals(those(Question.ADD), competitors(AddBenchmark.class));
        assertEquals(those(Question.SUM), competitors(ArrayBenchmark.class));
        assertEquals(those(Question.CALL_BACK), competitors(UpcallBenchmark.class));
    }

    @Test
    void noIdIsABackends() {
        for (Contestant contestant : Contestant.values()) {
            assertThrows(IllegalArgumentException.class, () -> Backend.of(contestant.id()), contestant.id());
        }
    }

    @Test
    void anUnknownIdListsTheKnownOnes() {
        Refused refused = assertThrows(Refused.class, () -> Contestant.of("FFM_CRITICAL"));
        assertTrue(refused.getMessage().contains("known are plain-java, ffm-critical, "), refused.getMessage());
    }

    private static List<String> those(Question question) {
        return Arrays.stream(Contestant.values()).filter(c -> c.does(question)).map(Contestant::id).toList();
    }

    private static List<String> competitors(Class<?> benchmark) throws NoSuchFieldException {
        return List.of(benchmark.getDeclaredField("competitor").getAnnotation(Param.class).value());
    }

    private static Calls open(Contestant contestant) {
        try {
            return contestant.open();
        } catch (Refused e) {
            // CI builds everything and wants everybody; a user's machine may lack a compiler.
            return System.getProperty("kernelbridge.test.require", "").isEmpty() ? abort(e.getMessage()) : fail(e);
        }
    }

    private static Calls fail(Refused e) {
        throw e;
    }
}
