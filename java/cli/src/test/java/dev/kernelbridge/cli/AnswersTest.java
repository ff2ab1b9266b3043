package dev.kernelbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the commands print. Counts are pi(10^k) of OEIS A006880; factors are checked by eye. */
final class AnswersTest {

    private static void prints(String expected, String... arguments) {
        assertEquals(new Shell(ExitCode.DONE, expected, ""), Shell.kernels(arguments));
    }

    @Test
    void pi() {
        prints("78498\n", "pi", "1e6", "--on", "java");
        prints("0\n4\n168\n", "pi", "-5", "10", "1_000", "--on", "java");
        prints("4\n", "pi", "--from", "-10", "10");
        prints("21\n", "pi", "--from", "10", "100", "--threads", "2");
    }

    @Test
    void nthPrimeAndPrimes() {
        prints("2\n29\n15485863\n", "nth-prime", "1", "10", "1e6");
        prints("11\n13\n17\n19\n23\n29\n", "primes", "10", "30");
        prints("2\n", "primes", "-7", "2");
        prints("", "primes", "24", "28");
    }

    @Test
    void isPrime() {
        prints("7: prime\n9: not prime\n-7: not prime\n2^61-1: prime\n", "isprime", "7", "9", "-7", "2^61-1");
        prints("18446744073709551557: prime\n18446744073709551556: not prime\n3: prime\n", "isprime", "18446744073709551557",
                "18446744073709551556", "3");
        prints("2^127-1: prime\n2^127+1: not prime\n", "isprime", "2^127-1", "2^127+1");
    }

    @Test
    void factor() {
        prints("2139079: 2139079 = 101 × 21179\n1e3: 1000 = 2^3 × 5^3\n-12: -12 = -1 × 2^2 × 3\n1: 1 = 1\n",
                "factor", "2139079", "1e3", "-12", "1");
        prints("2^64+1: 18446744073709551617 = 274177 × 67280421310721\n6: 6 = 2 × 3\n", "factor", "2^64+1", "6");
    }

    @Test
    void jsonHasOneObjectForEachAnswer() throws Exception {
        List<Map<String, Object>> answers = Shell.kernels("pi", "1e6", "10", "--json", "--on", "java").json();
        assertEquals(2, answers.size());
        Map<String, Object> first = answers.getFirst();
        assertEquals(List.of("kernel", "input", "result", "requested", "backend", "device", "fallback", "seconds"),
                List.copyOf(first.keySet()));
        assertEquals(List.of("pi", "1000000", "78498", "java", "java"),
                List.of(first.get("kernel"), first.get("input"), first.get("result"), first.get("requested"),
                        first.get("backend")));
        assertEquals(List.of(), first.get("fallback"));
        assertTrue(first.get("seconds") instanceof Number n && n.doubleValue() > 0);
        assertEquals("4", answers.get(1).get("result"));
    }

    @Test
    void jsonResults() throws Exception {
        assertEquals(List.of(List.of("7", 1), List.of("24103", 2)), only("factor", 7L * 24103 * 24103 + "").get("result"));
        assertEquals(List.of(List.of("-1", 1), List.of("2", 2)), only("factor", "-4").get("result"));
        assertEquals(true, only("isprime", "7").get("result"));
        assertEquals("best", only("nth-prime", "25").get("requested"));
        Map<String, Object> range = only("pi", "100", "--from", "10");
        assertEquals(List.of("10", "100", "21"), List.of(range.get("from"), range.get("input"), range.get("result")));
        Map<String, Object> primes = only("primes", "10", "20");
        assertEquals(List.of("11", "13", "17", "19"), primes.get("result"));
        assertTrue(primes.containsKey("device"));
    }

    private static Map<String, Object> only(String... arguments) throws Exception {
        String[] json = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        json[arguments.length] = "--json";
        List<Map<String, Object>> answers = Shell.kernels(json).json();
        assertEquals(1, answers.size());
        return answers.getFirst();
    }

    @Test
    void aDeadlineLeavesWhatIsKnown() throws Exception {
        String rsa110 = "35794234179725868774991807832568455403003778024228226193532908190484670252364677411513516111204504060317568667";
        Shell text = Shell.kernels("factor", "10^300", rsa110, "--deadline", "0.3", "--on", "java");
        assertEquals(ExitCode.FAILED, text.exit(), text.err());
        assertTrue(text.out().startsWith("10^300: "), text.out());
        assertTrue(text.out().endsWith(" = (" + rsa110 + ")\n"), text.out());
        assertTrue(text.err().contains("not done within 300 ms"), text.err());
        Map<String, Object> partial = Shell.kernels("factor", "-859061620313420850599803387981642929672090672581477428644789796571632086056752257876324386668908097447621648008",
                "--deadline", "0.3", "--json").json().getFirst();
        assertEquals(List.of("kernel", "input", "error", "known", "cofactor", "requested", "backend", "device", "fallback"),
                List.copyOf(partial.keySet()));
        assertEquals(List.of(List.of("-1", 1), List.of("2", 3), List.of("3", 1)), partial.get("known"));
        assertEquals(rsa110, partial.get("cofactor"));
    }

    @Test
    void compareAsksEveryBackend() throws Exception {
        Shell run = Shell.kernels("compare", "pi", "1e6", "--json");
        assertEquals(ExitCode.DONE, run.exit(), run.err());
        List<Map<String, Object>> rows = run.json();
        assertEquals(List.of("java", "ffm", "jni", "opencl", "cuda"), rows.stream().map(r -> r.get("backend")).toList());
        for (Map<String, Object> row : rows) {
            assertEquals("1000000", row.get("input"));
            assertEquals(row.get("backend"), row.get("requested"));
            assertTrue("78498".equals(row.get("result")) || row.get("error") instanceof String why && !why.isEmpty(),
                    row.toString());
        }
        assertEquals(1.0, rows.getFirst().get("ratio"));
        assertTrue(Shell.kernels("compare", "factor", "12").out().startsWith("java    12: 12 = 2^2 × 3 "));
    }

    @Test
    void doctorFindsJavaAndAReasonForWhatIsMissing() throws Exception {
        Shell run = Shell.kernels("doctor", "--json");
        assertEquals(ExitCode.DONE, run.exit(), run.err());
        Map<String, Object> doctor = run.json().getFirst();
        assertEquals(List.of("version", "java", "os", "vectorApi", "backends"), List.copyOf(doctor.keySet()));
        List<?> backends = (List<?>) doctor.get("backends");
        assertEquals(5, backends.size());
        for (Object each : backends) {
            Map<?, ?> backend = (Map<?, ?>) each;
            assertEquals(List.of("backend", "available", "reason", "fix", "devices", "selftest"), List.copyOf(backend.keySet()));
            boolean available = (Boolean) backend.get("available");
            assertEquals(available, "passed".equals(backend.get("selftest")), backend.toString());
            assertEquals(available, "".equals(backend.get("reason")), backend.toString());
        }
        assertEquals("java", ((Map<?, ?>) backends.getFirst()).get("backend"));
        assertEquals(List.of("available", "reason", "fix"), List.copyOf(((Map<?, ?>) doctor.get("vectorApi")).keySet()));
        String words = Shell.kernels("doctor").out();
        assertTrue(words.contains("java       works"), words);
        assertTrue(words.contains("""
                           Vector API: not in use: this JVM runs without the module jdk.incubator.vector
                           fix: start it with --add-modules jdk.incubator.vector; for ./kernels: \
                KERNELBRIDGE_JAVA_OPTIONS=--add-modules=jdk.incubator.vector
                """.stripLeading()), words);
    }

    @Test
    void helpAndVersionGoToStdout() {
        assertTrue(Shell.kernels("--help").out().contains("nth-prime"));
        assertTrue(Shell.kernels("pi", "--help").out().contains("--from"));
        assertTrue(Shell.kernels("help").out().contains("nth-prime"));
        assertTrue(Shell.kernels("help", "pi").out().contains("--from"));
        assertTrue(Shell.kernels("--version").out().startsWith("kernels "));
    }
}
