package dev.kernelbridge.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long do the article's programs take in CPython, in Java, and with our kernels? The algorithms differ, the answers do not. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ArticlePrograms {
    @Param({Article.DIVISORS, Article.PRIMES})
    public String task;

    @Param("java")
    public String competitor;

    private Article article;

    @Setup
    public void setUp() {
        article = Article.open(competitor);
        Article.check(competitor, task, article.run(task));
    }

    @Benchmark
    public Object run() {
        return article.run(task);
    }

    /** Ours asserts once more who ran; the child process ends. */
    @TearDown
    public void close() {
        if (article != null) {
            article.close();
        }
    }
}
