package dev.kernelbridge.fake;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.primes.Oracle;
import dev.kernelbridge.scalar.JavaBackend;
import dev.kernelbridge.spi.BackendProvider;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.Resident;
import dev.kernelbridge.spi.RoughEngine;
import dev.kernelbridge.spi.SieveUnit;
import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** A CUDA backend that computes in Java and fails as a test tells it: for the dispatch, without hardware. */
public final class FakeCuda implements BackendProvider {
    /** What the next question is answered with. */
    public static volatile Availability availability = Availability.missing("no fake today", "set FakeCuda.availability");
    public static volatile List<Device> devices = List.of();
    /** The failure of every sieve unit after this many; the self-test's are not counted. */
    public static volatile int unitsBeforeFailure = Integer.MAX_VALUE;
    public static volatile DeviceFailedException.Kind failure = DeviceFailedException.Kind.LAUNCH_FAILED;
    /** How everything on resident memory fails; null if it works. */
    public static volatile DeviceFailedException.Kind residentFailure;
    /** The type whose matrix products lack a column; null if none. */
    public static volatile ElementType wrongProducts;
    /** The matrix products on host memory. */
    public static final AtomicInteger PRODUCTS = new AtomicInteger();
    /** Whether counts are off by one. */
    public static volatile boolean wrong;
    /** Added to the counts of all units but the self-test's. */
    public static volatile long miscount;
    /** What each call of the loops of combinatorial counting takes longer than in Java; without loops if negative. */
    public static volatile long leafMillis = -1;
    /** What becomes of Java's factorization. */
    public static volatile UnaryOperator<FactorEngine> factors = UnaryOperator.identity();
    /** The failure of every call of those after this many. */
    public static final AtomicInteger LEAF_CALLS_LEFT = new AtomicInteger(Integer.MAX_VALUE);
    /** Whether it counts by rough numbers; the self-test's and the measuring counts are smaller than 10^9 or come in fives. */
    public static volatile boolean rough;
    /** Whether every such count fails that no self-test makes. */
    public static volatile boolean roughFailure;
    /** The counts of 10^9 that were made after the five that measure. */
    public static final AtomicInteger ROUGH_COUNTS = new AtomicInteger(-5);
    /** The counts that were told to be over. */
    public static final AtomicInteger RELEASED = new AtomicInteger();
    /** The maps on host memory. */
    public static final AtomicInteger HOST_MAPS = new AtomicInteger();
    /** The reductions of host memory. */
    public static final AtomicInteger HOST_REDUCTIONS = new AtomicInteger();
    /** The length from which on it wants whole arrays. */
    public static volatile int least;
    public static final AtomicInteger OPENED = new AtomicInteger();
    public static final AtomicInteger CLOSED = new AtomicInteger();
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** Back to one healthy device of a kind, under a new name since opened devices are remembered. */
    public static void reset(Device.Kind kind) {
        availability = Availability.AVAILABLE;
        devices = List.of(new Device(Backend.CUDA, 0, "Fake " + NAMES.incrementAndGet(), kind, 0, ""));
        unitsBeforeFailure = Integer.MAX_VALUE;
        failure = DeviceFailedException.Kind.LAUNCH_FAILED;
        wrong = false;
        miscount = 0;
        leafMillis = -1;
        LEAF_CALLS_LEFT.set(Integer.MAX_VALUE);
        residentFailure = null;
        wrongProducts = null;
        rough = false;
        roughFailure = false;
        ROUGH_COUNTS.set(-5);
        RELEASED.set(0);
        factors = UnaryOperator.identity();
        least = 0;
    }

    @Override
    public Backend backend() {
        return Backend.CUDA;
    }

    @Override
    public Availability availability() {
        return availability;
    }

    @Override
    public List<Device> devices() {
        return availability.available() ? devices : List.of();
    }

    @Override
    public Engine open(Device device) {
        OPENED.incrementAndGet();
        Engine java = new JavaBackend().open(device);
        AtomicInteger units = new AtomicInteger();
        PrimeEngine primes = new PrimeEngine() {
            @Override
            public int unitBytes(long to) {
                return 10_000;
            }

            @Override
            public long countSieve(SieveUnit unit, BasePrimes base) {
                if (unit.bytes() <= 10_000 && units.getAndIncrement() >= unitsBeforeFailure) { // the self-test's unit is longer
                    throw new DeviceFailedException(failure, "the fake failed as told");
                }
                return java.primes().countSieve(unit, base) + (wrong ? 1 : 0) + (unit.bytes() <= 10_000 ? miscount : 0);
            }

            @Override
            public void sieve(long firstByte, byte[] bits, BasePrimes base) {
                java.primes().sieve(firstByte, bits, base);
            }

            @Override
            public void isPrime(long[] n, int off, int len, boolean[] out) {
                java.primes().isPrime(n, off, len, out);
            }

            @Override
            public LeafEngine leaves() {
                return leafMillis < 0 ? null : new SlowLeaves(java.primes().leaves());
            }

            @Override
            public RoughEngine rough() {
                return rough ? FakeCuda::rough : null;
            }
        };
        return new FakeEngine(device, primes, factors.apply(java.factors()), new FakeVectors(java.vectors()));
    }

    private static long rough(long n) {
        if (roughFailure && n != 1_000_000) {
            throw new DeviceFailedException(failure, "the fake's rough numbers failed as told");
        }
        if (n == 1_000_000_000) {
            ROUGH_COUNTS.incrementAndGet();
            return 50_847_534; // at once, whatever else the machine does
        }
        return Oracle.pi(n);
    }

    private record SlowLeaves(LeafEngine java) implements LeafEngine {
        @Override
        public long sumPi(LeafTables tables, long[] jobs, int count) {
            pause(leafMillis);
            return java.sumPi(tables, jobs, count);
        }

        @Override
        public long hardLeaves(LeafTables tables, long low, long high, int stages, long[] phi, long[] mu) {
            pause(leafMillis);
            return java.hardLeaves(tables, low, high, stages, phi, mu);
        }

        /** As a device with many cores: C and Phi0 are left to the processor. */
        @Override
        public int breadth() {
            return 4;
        }

        @Override
        public void release(LeafTables tables) {
            RELEASED.incrementAndGet();
        }

        private static void pause(long millis) {
            LockSupport.parkNanos(1_000_000 * millis);
            if (LEAF_CALLS_LEFT.getAndDecrement() <= 0) {
                throw new DeviceFailedException(failure, "the fake's loops failed as told");
            }
        }
    }

    private record FakeVectors(VectorEngine java) implements VectorEngine {
        @Override
        public void map(ElementType type, MapOp op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out, long n) {
            HOST_MAPS.incrementAndGet();
            java.map(type, op, a, b, x, y, z, out, n);
        }

        @Override
        public void reduce(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n, double[] partials, int at) {
            HOST_REDUCTIONS.incrementAndGet();
            java.reduce(type, op, a, x, y, n, partials, at);
        }

        @Override
        public int least(MapOp op) {
            return least;
        }

        @Override
        public int least(ReduceOp op) {
            return least;
        }

        @Override
        public Resident allocate(long bytes) {
            failIfTold();
            return java.allocate(bytes);
        }

        @Override
        public void mapResident(ElementType type, MapOp op, double a, double b, Resident x, Resident y, Resident z, Resident out, long n) {
            failIfTold();
            java.mapResident(type, op, a, b, x, y, z, out, n);
        }

        @Override
        public void reduceResident(ElementType type, ReduceOp op, double a, Resident x, Resident y, long n, double[] partials, int at) {
            failIfTold();
            java.reduceResident(type, op, a, x, y, n, partials, at);
        }

        @Override
        public void scan(ElementType type, double carry, MemorySegment x, MemorySegment out, long n) {
            java.scan(type, carry, x, out, n);
        }

        @Override
        public void scanResident(ElementType type, Resident x, Resident out, long n) {
            failIfTold();
            java.scanResident(type, x, out, n);
        }

        @Override
        public void gemm(GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c) {
            PRODUCTS.incrementAndGet();
            java.gemm(wrongProducts == shape.type() ? shape.part(shape.m(), shape.n() - 1) : shape, a, b, c);
        }

        @Override
        public void gemmResident(GemmShape shape, Resident a, long aAt, Resident b, long bAt, Resident c, long cAt) {
            failIfTold();
            java.gemmResident(shape, a, aAt, b, bAt, c, cAt);
        }

        @Override
        public void gemv(GemvShape shape, MemorySegment a, MemorySegment x, MemorySegment y) {
            java.gemv(shape, a, x, y);
        }

        @Override
        public void gemvResident(GemvShape shape, Resident a, long aAt, Resident x, long xAt, Resident y, long yAt) {
            failIfTold();
            java.gemvResident(shape, a, aAt, x, xAt, y, yAt);
        }

        @Override
        public long gemmUnit(ElementType type) {
            return java.gemmUnit(type);
        }

        private static void failIfTold() {
            if (residentFailure != null) {
                throw new DeviceFailedException(residentFailure, "the fake's memory failed as told");
            }
        }
    }

    private record FakeEngine(Device device, PrimeEngine primes, FactorEngine factors, VectorEngine vectors) implements Engine {
        @Override
        public int parallelism() {
            return 2;
        }

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }
}
