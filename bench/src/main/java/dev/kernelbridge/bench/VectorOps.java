package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
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

/**
 * What does a vector operation cost at each length, from arrays in the heap (for a device: with transfer) and on resident vectors
 * (without)? On the caller's thread, as vector math runs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class VectorOps {
    @Param("1000")
    public int length;

    @Param("f64")
    public String type;

    @Param("heap")
    public String place;

    @Param("java")
    public String competitor;

    private Kernels kernels; // null for a peer
    private Operands operands;

    @Setup
    public void setUp(BenchmarkParams which) {
        String name = which.getBenchmark();
        setUp(name.substring(name.lastIndexOf('.') + 1));
    }

    void setUp(String operation) {
        String where = type + " " + place + " by " + competitor;
        double bound;
        if (Ours.backend(competitor)) {
            kernels = Ours.open(competitor);
            Backend runs = Ours.of(competitor);
            operands = Operands.of(kernels.vectors(), type, place, length, runs == Backend.OPENCL || runs == Backend.CUDA);
            bound = VectorCheck.bound(operation, type);
        } else {
            VectorPeer peer = Ours.peer(VectorPeer.class, competitor);
            operands = peer.open(type, place, length);
            bound = peer.bound(operation, type, length);
        }
        VectorCheck.check(operation, operands, length, where, bound);
        Ours.warmVectors(competitor, 0.5, VectorCheck.call(operation, operands));
        if (!operation.equals("axpy")) { // which has changed its y since
            VectorCheck.check(operation, operands, length, where + ", warm", bound);
        }
    }

    @Benchmark
    public double dot() {
        return operands.dot();
    }

    @Benchmark
    public void axpy() {
        operands.axpy();
    }

    @Benchmark
    public double sum() {
        return operands.sum();
    }

    @Benchmark
    public void exp() {
        operands.exp();
    }

    @Benchmark
    public double nrm2() {
        return operands.nrm2();
    }

    @Benchmark
    public double asum() {
        return operands.asum();
    }

    @Benchmark
    public void add() {
        operands.add();
    }

    @Benchmark
    public void copy() {
        operands.copy();
    }

    @Benchmark
    public void log() {
        operands.log();
    }

    @Benchmark
    public void sin() {
        operands.sin();
    }

    @Benchmark
    public void cos() {
        operands.cos();
    }

    @Benchmark
    public void tanh() {
        operands.tanh();
    }

    @TearDown
    public void stillTheSame() {
        operands.close();
        if (kernels != null) {
            Ours.assertRuns(kernels, Ours.of(competitor));
        }
    }
}
