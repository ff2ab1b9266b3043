package dev.kernelbridge.bench.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
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
        assertEquals(listed(AddBenchmark.class, contestant), calls.add() != null, "in AddBenchmark's list");
        assertEquals(listed(ArrayBenchmark.class, contestant), calls.sum() != null, "in ArrayBenchmark's list");
        assertEquals(listed(UpcallBenchmark.class, contestant), calls.callBack() != null, "in UpcallBenchmark's list");
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
        assertThrows(AssertionError.class, () -> Truth.checkAdd((a, b) -> (int) a + b));
        assertThrows(AssertionError.class, () -> Truth.checkSum(x -> x[0]));
        assertThrows(AssertionError.class, () -> Truth.checkCallBack(times -> times));
    }

    @Test
    void everyoneTakesPartSomewhere() throws Exception {
        Set<String> named = new TreeSet<>();
        for (Class<?> benchmark : new Class<?>[] {AddBenchmark.class, ArrayBenchmark.class, UpcallBenchmark.class}) {
            named.addAll(Arrays.asList(contestants(benchmark)));
        }
        Function<Contestant, String> name = Contestant::name;
        assertEquals(new TreeSet<>(Arrays.stream(Contestant.values()).map(name).toList()), named);
    }

    private static Calls open(Contestant contestant) {
        try {
            return contestant.open();
        } catch (ContestantMissingException e) {
            // CI builds everything and wants everybody; a user's machine may lack a compiler.
            return System.getProperty("kernelbridge.test.require", "").isEmpty() ? abort(e.getMessage()) : fail(e);
        }
    }

    private static Calls fail(ContestantMissingException e) {
        throw e;
    }

    private static boolean listed(Class<?> benchmark, Contestant contestant) throws NoSuchFieldException {
        return Arrays.asList(contestants(benchmark)).contains(contestant.name());
    }

    private static String[] contestants(Class<?> benchmark) throws NoSuchFieldException {
        return benchmark.getDeclaredField("contestant").getAnnotation(Param.class).value();
    }
}
