package dev.kernelbridge.bench.run;

import dev.kernelbridge.bench.Article;
import dev.kernelbridge.bench.Published;
import dev.kernelbridge.bench.bridge.Contestant;
import dev.kernelbridge.bench.peers.FactorPeer;
import dev.kernelbridge.bench.peers.Peer;
import dev.kernelbridge.bench.peers.PrimePeer;
import dev.kernelbridge.bench.peers.PrimeProver;
import dev.kernelbridge.bench.peers.VectorPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All questions, in the order in which they are asked: the short list of {@code --quick} and the full one. */
final class Questions {
    /** The names that {@code --kernel} takes. */
    static final List<String> KERNELS = List.of("primes", "factor", "vector", "bridge", "first", "article");

    private static final String ONE = "1 thread";
    private static final String ALL = "all threads";
    private static final List<String> TYPES = List.of("f64", "f32");
    private static final String HEAP = "heap";
    private static final String OFF_HEAP = "off-heap";
    private static final String RESIDENT = "resident";

    private final boolean quick;
    private final Competitors who;
    private final List<Question> questions = new ArrayList<>();

    private Questions(boolean quick, Competitors who) {
        this.quick = quick;
        this.who = who;
    }

    static List<Question> of(boolean quick, Competitors who) {
        Questions all = new Questions(quick, who);
        all.primes();
        all.factor();
        all.bridge();
        all.first();
        all.article();
        all.vector(); // by far the most
        return all.questions.stream().filter(q -> !q.competitors().isEmpty()).toList();
    }

    private void primes() {
        List<String> sizes = new ArrayList<>(quick ? List.of("1e9") : List.of("1e9", "1e10", "1e11", "1e12", "1e13", "1e14", "1e15", "1e16"));
        if (!quick && who.gpu()) {
            sizes.add("1e18");
        }
        for (String variant : variants()) {
            for (String n : sizes) {
                questions.add(Question.of("primes", "countPrimes", variant, n, Double.parseDouble(n), "CountPrimes.count",
                        Map.of("n", n, "threads", threads(variant)), counters(variant, Published.number(n), false)));
            }
        }
        for (String variant : quick ? List.<String>of() : variants()) {
            questions.add(sieve(variant, "0 to 1e10", 1e10, 10_000_000_000L));
            questions.add(sieve(variant, "1e9 at 1e15", 1e9, 1_000_001_000_000_000L).inSeries("sieve at 1e15"));
        }
    }

    private Question sieve(String variant, String range, double width, long to) {
        return Question.of("primes", "sieve", variant, range, width, "Sieve.count", Map.of("range", range, "threads", threads(variant)),
                counters(variant, to, true));
    }

    private List<String> counters(String variant, long to, boolean sieve) {
        return join(backends(variant), who.peers(PrimePeer.class)
                .filter(p -> to <= p.most() && (p.threaded() || variant.equals(ONE)) && (p.sieves() || !sieve))
                        .map(PrimePeer::id));
    }

    private void factor() {
        for (String variant : variants()) {
            for (int bits : quick ? List.<Integer>of() : List.of(32, 40, 48, 56, 63, 64)) {
                questions.add(batch(variant, "factorizeAll semiprimes", bits, Integer.toString(bits), 10_000));
            }
            questions.add(batch(variant, "factorizeAll random", 63, "random", quick ? 1000 : 10_000));
        }
        for (int bits : quick ? List.<Integer>of() : List.of(72, 96, 128)) {
            questions.add(Question.of("factor", "factorize semiprime", ONE, bits + " bits", bits, "FactorBig.factorize",
                    Map.of("bits", Integer.toString(bits), "threads", threads(ONE)), join(backends(ONE), who.peers(FactorPeer.class)
                            .filter(p -> bits <= 3.3 * p.mostDigits()).map(FactorPeer::id))).growingExponentially());
        }
        if (!quick) {
            for (int bits : List.of(32, 40, 48, 56, 63, 64)) {
                questions.add(single("factorize(long) semiprimes", bits, Integer.toString(bits)));
            }
            questions.add(single("factorize(long) random", 63, "random"));
            for (String call : List.of("single", "batch")) {
                questions.add(Question.of("factor", "isPrime, 1000 primes, " + call, ONE, "63 bits", 63, "IsPrimes.isPrime", Map.of("call", call),
                        join(backends(ONE), who.peers(FactorPeer.class).filter(PrimeProver.class::isInstance).map(Peer::id))));
            }
        }
        for (int digits : quick ? List.of(25) : List.of(25, 30, 40, 50, 60, 70)) {
            questions.add(one(ALL, digits));
        }
        for (int digits : quick ? List.<Integer>of() : List.of(60, 70, 80)) {
            questions.add(one(ONE, digits));
        }
    }

    /** Random numbers stand at the end of the semiprimes' series: whoever takes too long for those is not asked for these. */
    private Question batch(String variant, String name, int bits, String numbers, int size) {
        Stream<String> peers = who.peers(FactorPeer.class).filter(p -> bits <= p.mostBits() && (quick || variant.equals(ONE)))
                .map(FactorPeer::id); // they have one thread; the short list has all threads only
        return Question.of("factor", size == 10_000 ? name : name + " (" + size + ")", variant, bits + " bits", bits, "FactorBatch.factorizeAll",
                Map.of("numbers", numbers, "size", Integer.toString(size), "threads", threads(variant)), join(backends(variant), peers))
                .inSeries("factorizeAll").growingExponentially();
    }

    /** One call for each number; the batches' peers stand beside them, whose only way that is, but for one that is a process. */
    private Question single(String name, int bits, String numbers) {
        return Question.of("factor", name, ONE, bits + " bits", bits, "FactorBatch.factorizeAll",
                Map.of("numbers", numbers, "size", "10000", "threads", "1", "call", "single"), join(backends(ONE),
                        who.peers(FactorPeer.class).filter(p -> bits <= p.mostBits() && p.mostDigits() > 0).map(FactorPeer::id)))
                .inSeries("factorize").growingExponentially();
    }

    private Question one(String variant, int digits) {
        return Question.of("factor", "factorize", variant, digits + " digits", digits, "FactorOne.factorize",
                Map.of("digits", Integer.toString(digits), "threads", threads(variant)), join(backends(variant), who.peers(FactorPeer.class)
                        .filter(p -> digits <= p.mostDigits()).map(FactorPeer::id))).growingExponentially();
    }

    private void vector() {
        if (quick) {
            List.of("dot", "exp").forEach(operation -> vector(operation, "f64", HEAP, 1_000_000));
            return;
        }
        for (String type : TYPES) {
            for (String operation : List.of("dot", "axpy", "sum", "nrm2", "asum", "exp")) {
                vector(operation, type, HEAP, 100, 1_000, 10_000, 1_000_000, 10_000_000);
            }
            for (String operation : List.of("dot", "axpy", "sum", "nrm2", "asum")) {
                vector(operation, type, OFF_HEAP, 1_000, 10_000, 1_000_000, 10_000_000);
            }
            for (String operation : List.of("log", "sin", "cos", "tanh")) {
                vector(operation, type, HEAP, 1_000, 1_000_000);
            }
            for (String operation : List.of("add", "copy")) {
                vector(operation, type, HEAP, 4_000_000, 10_000_000);
            }
            matrices(type);
        }
        for (String type : TYPES) {
            for (String operation : List.of("dot", "axpy", "sum", "nrm2", "exp")) {
                vector(operation, type, RESIDENT, 100, 1_000, 10_000, 1_000_000, 10_000_000);
            }
            List.of("add", "copy").forEach(operation -> vector(operation, type, RESIDENT, 10_000_000));
        }
    }

    private void vector(String operation, String type, String place, int... lengths) {
        Stream<String> peers = who.peers(VectorPeer.class).filter(p -> p.does(operation, type))
                .filter(p -> place.equals(HEAP) || p.otherPlaces().contains(place)).map(VectorPeer::id);
        List<String> competitors = join(vectorBackends(place), peers);
        for (int length : lengths) {
            questions.add(Question.of("vector", operation + " " + type, place, Integer.toString(length), length, "VectorOps." + operation,
                    Map.of("length", Integer.toString(length), "type", type, "place", place), competitors));
        }
    }

    private void matrices(String type) {
        for (String operation : List.of("gemv", "gemm")) {
            List<String> competitors = join(vectorBackends(HEAP),
                    who.peers(VectorPeer.class).filter(p -> p.does(operation, type)).map(VectorPeer::id));
            for (int n : List.of(64, 256, 1024)) {
                questions.add(Question.of("vector", operation + " " + type, HEAP, Integer.toString(n), n, "MatrixOps." + operation,
                        Map.of("n", Integer.toString(n), "type", type), competitors));
            }
        }
    }

    /** Resident vectors are a device's, and FFM's memory beside them; native memory is the processor's. JAVA is asked with its vectors too. */
    private Stream<String> vectorBackends(String place) {
        Stream<String> here = who.backends().stream().filter(b -> switch (place) {
            case RESIDENT -> !b.equals("java") && !b.equals("jni");
            case OFF_HEAP -> !device(b);
            default -> true;
        });
        return here.flatMap(b -> b.equals("java") && !quick ? Stream.of(b, who.javaVector()) : Stream.of(b));
    }

    private void bridge() {
        bridge("add", "1", "AddBenchmark.add", Contestant.Question.ADD, Map.of());
        if (!quick) {
            bridge("sum of double[8]", "8", "ArrayBenchmark.sum", Contestant.Question.SUM, Map.of("doubles", "8"));
            bridge("sum of double[1000]", "1000", "ArrayBenchmark.sum", Contestant.Question.SUM, Map.of("doubles", "1000"));
            bridge("callback", "1", "UpcallBenchmark.callBack", Contestant.Question.CALL_BACK, Map.of());
            bridge("call with a String", "1", "TextBenchmark.length", Contestant.Question.LENGTH, Map.of());
            questions.add(Question.of("bridge", "bind 100 functions", "fresh JVM", "100", 100, "bridge.BindBenchmark.bind", Map.of(),
                    who.bridges(Contestant.Question.BIND)).onlyOnce());
        }
    }

    private void bridge(String name, String size, String benchmark, Contestant.Question question, Map<String, String> parameters) {
        questions.add(Question.of("bridge", name, "one call", size, Double.parseDouble(size), "bridge." + benchmark, parameters,
                who.bridges(question)));
    }

    private void first() {
        for (String method : quick ? List.of("count") : List.of("count", "factor", "dot")) {
            String name = Map.of("count", "countPrimes(1e6)", "factor", "factorize(2139079)", "dot", "dot of 10000").get(method);
            questions.add(Question.of("first", name, "fresh JVM", "1", 1, "FirstCall." + method, Map.of(), who.backends()).onlyOnce());
        }
        for (String cache : quick ? List.of("empty") : List.of("kept", "empty")) {
            questions.add(Question.of("first", "countPrimes(1e6)", "whole process, cache " + cache, "1", 1, "FirstProcess.process",
                    Map.of("cache", cache), who.backends()).onlyOnce());
        }
    }

    private void article() {
        for (String task : quick ? List.of(Article.DIVISORS) : List.of(Article.DIVISORS, Article.PRIMES)) {
            questions.add(Question.of("article", task, "trial division", "1", 1, "ArticlePrograms.run", Map.of("task", task), who.article()));
        }
    }

    private List<String> variants() {
        return quick ? List.of(ALL) : List.of(ONE, ALL);
    }

    private static String threads(String variant) {
        return variant.equals(ONE) ? "1" : "all";
    }

    /** A device does not know our threads: it is asked once. */
    private Stream<String> backends(String variant) {
        return who.backends().stream().filter(b -> variant.equals(ALL) || !device(b));
    }

    private static boolean device(String backend) {
        return backend.equals("opencl") || backend.equals("cuda");
    }

    private static List<String> join(Stream<String> ours, Stream<String> theirs) {
        return Stream.concat(ours, theirs).toList();
    }
}
