package dev.kernelbridge.bench.report;

import dev.kernelbridge.bench.results.Competitor;
import dev.kernelbridge.bench.results.Machine;
import dev.kernelbridge.bench.results.Results;
import dev.kernelbridge.bench.results.ResultsFiles;
import dev.kernelbridge.bench.results.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Invented runs, small enough to know what the page must say of them. */
final class Sample {
    private static final String NO_DRIVER = "libcuda.so.1 not found (no NVIDIA driver); install the NVIDIA driver";
    private final List<Row> rows = new ArrayList<>();
    private final String name;
    private final boolean gpu;

    private Sample(String name, boolean gpu) {
        this.name = name;
        this.gpu = gpu;
    }

    /** A machine without rows. */
    static Sample empty(String name) {
        return new Sample(name, false);
    }

    /** Every kind of row there is; with a GPU, CUDA wins from 10^6 on where the data travels and everywhere where it does not. */
    static Sample full(String name, boolean gpu) {
        Sample s = new Sample(name, gpu);
        for (String threads : List.of("1 thread", "all threads")) {
            for (int e = 9; e <= 11; e++) {
                String size = "1e" + e;
                double n = Math.pow(10, e);
                s.row("primes", "countPrimes", threads, size, n, "java", n * 3e-10);
                s.row("primes", "countPrimes", threads, size, n, "ffm", n * 1e-10);
                s.cuda("primes", "countPrimes", threads, size, n, n * 1e-11);
                s.row("primes", "countPrimes", threads, size, n, "primesieve", n * 0.9e-10);
            }
        }
        for (String window : List.of("0 to 1e10", "1e9 at 1e15")) {
            s.row("primes", "sieve", "all threads", window, 1e9, "java", 3);
            s.row("primes", "sieve", "all threads", window, 1e9, "ffm", 1);
        }
        for (int bits : new int[] {32, 40, 63}) {
            s.row("factor", "factorizeAll semiprimes", "all threads", bits + " bits", bits, "java", 1e-3 * bits);
            s.row("factor", "factorizeAll semiprimes", "all threads", bits + " bits", bits, "ffm", 4e-4 * bits);
            s.row("factor", "factorizeAll semiprimes", "all threads", bits + " bits", bits, "pari", 5e-3 * bits);
        }
        for (String operation : List.of("dot f64", "exp f64", "axpy f64")) {
            for (int length : new int[] {100, 10_000, 1_000_000}) {
                for (String place : List.of("heap", "resident")) {
                    s.row("vector", operation, place, "" + length, length, "java", length * 1e-9);
                    s.row("vector", operation, place, "" + length, length, "ffm", length * 5e-10);
                    s.cuda("vector", operation, place, "" + length, length, place.equals("heap") ? 5e-5 + length * 1e-10 : length * 1e-11);
                }
                s.row("vector", operation, "heap", "" + length, length, "ejml", length * 1.2e-9);
            }
        }
        for (String way : List.of("java", "ffm-critical", "jna-interface")) {
            s.row("bridge", "add", "one call", "1", 1, way, way.length() * 1e-9);
            s.row("bridge", "callback", "one call", "1", 1, way, way.length() * 2e-9);
        }
        for (String backend : List.of("java", "ffm")) {
            s.row("first", "countPrimes(1e6)", "fresh JVM", "1e6", 1e6, backend, 0.05);
        }
        return s;
    }

    /** One size of each question, as the smallest run has it. */
    static Sample oneSize(String name) {
        Sample s = new Sample(name, false);
        s.row("primes", "countPrimes", "all threads", "1e9", 1e9, "java", 0.3);
        s.row("primes", "countPrimes", "all threads", "1e9", 1e9, "ffm", 0.1);
        return s;
    }

    private void cuda(String kernel, String question, String variant, String size, double amount, double seconds) {
        if (gpu) {
            row(kernel, question, variant, size, amount, "cuda", seconds);
        } else {
            rows.add(Row.pending(kernel, question, variant, size, amount, "cuda").without(Row.Status.MISSING, NO_DRIVER));
        }
    }

    /** Three rounds, around that time. */
    Sample row(String kernel, String question, String variant, String size, double amount, String competitor, double seconds) {
        return row(kernel, question, variant, size, amount, competitor, new double[] {seconds}, new double[] {seconds * 1.1},
                new double[] {seconds * 0.9});
    }

    Sample row(String kernel, String question, String variant, String size, double amount, String competitor, double[]... rounds) {
        Row row = Row.pending(kernel, question, variant, size, amount, competitor);
        for (double[] round : rounds) {
            row = row.with(round);
        }
        rows.add(row);
        return this;
    }

    Sample without(String kernel, String question, String competitor, String reason) {
        rows.add(Row.pending(kernel, question, "all threads", "1e9", 1e9, competitor).without(Row.Status.REFUSED, reason));
        return this;
    }

    Results results() {
        List<Competitor> competitors = List.of(new Competitor("java", "JAVA on a CPU", "", false), new Competitor("ffm", "FFM", "", false),
                new Competitor("cuda", "CUDA", "", false), new Competitor("primesieve", "primesieve 11.0", "", true),
                new Competitor("pari", "PARI 2.15", "", true), new Competitor("ejml", "EJML 0.44", "", true));
        return new Results(Results.FORMAT, "--quick", "abc1234", "2026-11-21T08:00:00Z", 90, true, name, competitors, rows);
    }

    Machine machine() {
        return new Machine(name, Map.of("model", "Some CPU", "cores", "2", "tier", "x86-64-v3"), "16 GiB", "Linux", Map.of("version", "25"),
                gpu ? List.of(Map.of("name", "NVIDIA H200", "driver", "570")) : List.of(), Map.of(), "abc1234");
    }

    Run run() {
        return new Run(name, results(), machine());
    }

    /** Writes both files into that folder. */
    Path into(Path folder) throws IOException {
        ResultsFiles.write(folder.resolve(ResultsFiles.RESULTS), results());
        ResultsFiles.write(folder.resolve(ResultsFiles.MACHINE), machine());
        return folder;
    }
}
