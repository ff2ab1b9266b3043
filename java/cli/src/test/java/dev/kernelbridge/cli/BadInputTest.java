package dev.kernelbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exit code 2, nothing on stdout, and one line that names the bad value and what would be good. */
final class BadInputTest {

    static Stream<Arguments> bad() {
        return Stream.of(
                of("\"abc\" is no whole number", "pi", "abc"),
                of("\"abc\" is no whole number", "pi", "10", "abc"),
                of("\"1.5\" is not a whole number", "pi", "1.5"),
                of("\"10^21+1\" is out of range; pi takes -9223372036854775808 to 1000000000000000000000", "pi", "10^21+1"),
                of("\"5\" is out of range; pi takes 10 to", "pi", "--from", "10", "5"),
                of("\"2^63\" is out of range; pi takes 10 to 9223372036854775807", "pi", "--from", "10", "2^63"),
                of("\"1e19\" is out of range; pi --from takes -9223372036854775808 to 9223372036854775807", "pi", "--from", "1e19", "1e20"),
                of("n: 9223372036854775808 is more than the sieve alone counts up to", "pi", "--sieve", "2^63"),
                of("unknown option --jsn", "pi", "5", "--jsn"),
                of("\"foo\"; known are java, ffm, jni, opencl, cuda", "pi", "5", "--on", "foo"),
                of("threads: 0", "pi", "5", "--threads", "0"),
                of("threads: -1", "pi", "5", "--threads", "-1"),
                of("'x' is not an int", "pi", "5", "--threads", "x"),
                of("device: 7; java has device 0 only", "pi", "5", "--on", "java", "--device", "7"),
                of("--device: 7: of which backend", "pi", "5", "--device", "7"),
                of("--require: of which backend", "pi", "5", "--require"),
                of("--checkpoint: f is for one count", "pi", "5", "6", "--checkpoint", "f"),
                of("--checkpoint: f is for one count", "pi", "5", "--from", "2", "--checkpoint", "f"),
                of("--deadline: -1.0", "pi", "5", "--deadline", "-1"),
                of("--deadline: NaN", "pi", "5", "--deadline", "NaN"),
                of("0 has no factorization", "factor", "12", "0"),
                of("\"0\" is out of range; nth-prime takes 1 to", "nth-prime", "5", "0"),
                of("\"10\" is out of range; primes takes 20 to", "primes", "20", "10"),
                of("Missing required parameter: 'B'", "primes", "20"),
                of("unknown kernel \"some\"; known are pi, factor, isprime, nth-prime, dot, sum, asum, nrm2", "compare", "some", "5"),
                of("\"0\" is out of range", "compare", "nth-prime", "0"),
                of("frobnicate", "frobnicate"),
                of("a command is missing: pi, factor"));
    }

    private static Arguments of(String says, String... arguments) {
        return Arguments.of(says, arguments);
    }

    @ParameterizedTest
    @MethodSource
    void bad(String says, String[] arguments) {
        Shell run = Shell.kernels(arguments);
        assertEquals(ExitCode.BAD_INPUT, run.exit(), run.toString());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("kernels: ") && run.err().contains(says), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @ParameterizedTest
    @MethodSource("slow")
    void aDeadlineThatPassesFails(String[] arguments) {
        Shell run = Shell.kernels(arguments);
        assertEquals(ExitCode.FAILED, run.exit(), run.toString());
        assertTrue(run.err().matches("(?s).*(not done within|not ready after) 2\\d\\d ms.*"), run.err());
    }

    static Stream<Arguments> slow() {
        return Stream.of(Arguments.of((Object) new String[] {"pi", "1e18", "--on", "java", "--deadline", "0.2"}));
    }
}
