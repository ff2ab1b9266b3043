package dev.kernelbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every benchmark sets itself up and answers rightly on JAVA at its smallest size, and refuses what is wrong in one line. */
final class SetupTest {
    @Test
    void countPrimes() {
        CountPrimes benchmark = new CountPrimes();
        benchmark.n = "1e6";
        benchmark.competitor = "java";
        benchmark.threads = "1";
        benchmark.setUp();
        assertEquals(78_498, benchmark.count());
        benchmark.stillTheSame();
    }

    @Test
    void sieve() {
        Sieve benchmark = new Sieve();
        benchmark.range = "1e6 at 1e15";
        benchmark.competitor = "java";
        benchmark.threads = "all";
        benchmark.setUp();
        assertEquals(Published.above1e15(1_000_000), benchmark.count());
        benchmark.stillTheSame();
    }

    @ParameterizedTest
    @CsvSource({"32,batch", "40,batch", "48,batch", "56,batch", "63,batch", "64,batch", "random,batch", "64,single", "random,single"})
    void factorBatch(String numbers, String call) {
        FactorBatch benchmark = new FactorBatch();
        benchmark.numbers = numbers;
        benchmark.call = call;
        benchmark.size = 100;
        benchmark.competitor = "java";
        benchmark.threads = "1";
        benchmark.setUp();
        assertEquals(100, ((List<?>) benchmark.factorizeAll()).size());
        benchmark.stillRight();
    }

    @ParameterizedTest
    @CsvSource({"f64,heap", "f32,heap", "f64,off-heap", "f32,off-heap", "f64,resident", "f32,resident"})
    void vectorOps(String type, String place) {
        for (String operation : List.of("sum", "dot", "nrm2", "asum", "axpy", "add", "copy", "exp", "log", "sin", "cos", "tanh")) {
            VectorOps benchmark = new VectorOps();
            benchmark.length = 100;
            benchmark.type = type;
            benchmark.place = place;
            benchmark.competitor = "java";
            benchmark.setUp(operation);
            assertEquals(885 / 16.0, benchmark.sum()); // five times 1 to 17 and once 1 to 15, in sixteenths
            benchmark.stillTheSame();
        }
    }

    @ParameterizedTest
    @CsvSource({"f64,gemm", "f32,gemm", "f64,gemv", "f32,gemv"})
    void matrixOps(String type, String operation) {
        MatrixOps benchmark = new MatrixOps();
        benchmark.n = 33;
        benchmark.type = type;
        benchmark.competitor = "java";
        benchmark.setUp(operation);
        benchmark.stillTheSame();
    }

    @Test
    void withoutTheModuleNobodyRunsAsJavaWithVectors() {
        VectorOps benchmark = new VectorOps();
        benchmark.competitor = Ours.JAVA_VECTOR;
        assertEquals("refused: java-vector: this JVM runs without the module jdk.incubator.vector; start it with "
                + "--add-modules=jdk.incubator.vector", assertThrows(Refused.class, () -> benchmark.setUp("sum")).toString());
    }

    @Test
    void firstCall() {
        firstCall(FirstCall::count);
        firstCall(FirstCall::factor);
        firstCall(FirstCall::dot);
    }

    private static void firstCall(Consumer<FirstCall> call) {
        FirstCall benchmark = new FirstCall();
        benchmark.competitor = "java";
        benchmark.setUp();
        call.accept(benchmark);
        benchmark.check();
        assertThrows(Refused.class, () -> call.accept(benchmark), "a second call is warm");
    }

    @Test
    void aWrongResultIsRefusedInOneLine() {
        Refused refused = assertThrows(Refused.class, () -> Refused.unlessEqual("pi", 77, 78));
        assertEquals("refused: pi gave 77, expected 78; a wrong result is not timed", refused.toString());
        assertEquals(0, refused.getStackTrace().length);
        assertThrows(Refused.class, () -> Published.pi(123));
    }
}
