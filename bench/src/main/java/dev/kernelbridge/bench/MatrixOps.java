package dev.kernelbridge.bench;

import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.peers.VectorPeer;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/** What does a matrix product cost, n by n, from arrays in the heap, on one thread? 2 n^3 operations are a gemm, 2 n^2 a gemv. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MatrixOps {
    @Param("64")
    public int n;

    @Param("f64")
    public String type;

    @Param("java")
    public String competitor;

    private Kernels kernels; // null for a peer
    private Matrices matrices;

    @Setup
    public void setUp(BenchmarkParams which) {
        String name = which.getBenchmark();
        setUp(name.substring(name.lastIndexOf('.') + 1));
    }

    void setUp(String operation) {
        if (Ours.backend(competitor)) {
            kernels = Ours.open(competitor, "1");
            matrices = Matrices.of(kernels.vectors(), type, n);
        } else {
            matrices = Ours.peer(VectorPeer.class, competitor).matrices(type, n);
        }
        MatrixCheck.check(operation, matrices, n, type + " by " + competitor);
        Ours.warmVectors(competitor, 1, MatrixCheck.call(operation, matrices));
        MatrixCheck.check(operation, matrices, n, type + " by " + competitor + ", warm");
    }

    @Benchmark
    public void gemm() {
        matrices.gemm();
    }

    @Benchmark
    public void gemv() {
        matrices.gemv();
    }

    @TearDown
    public void stillTheSame() {
        if (kernels != null) {
            Ours.assertRuns(kernels, Ours.of(competitor));
        }
    }
}
