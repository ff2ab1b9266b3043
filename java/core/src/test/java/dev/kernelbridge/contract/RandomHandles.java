package dev.kernelbridge.contract;

import dev.kernelbridge.Backend;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.Vec;
import dev.kernelbridge.VectorMath;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One thread's random life with resident vectors: makes, computes, reads, closes, closes again, forgets, and uses them wrongly, while
 * somebody interrupts it and memory may be short. Each vector has an array beside it, on which the same is done in plain Java.
 *
 * @param <V> the vectors
 * @param <A> the arrays
 */
final class RandomHandles<V extends Vec, A> implements Runnable {
    /** Vectors at a time. */
    private static final int MOST = 12;
    /** Three of each thread's own, so that vectors of one length meet. */
    private static final int[] LENGTHS = {0, 1, 7, 63, 64, 65, 100, 577, 1000, 4097, 8191, 8192, 8193, 16_385, 20_000};
    private static final int LONGEST_SIMULATED = 1000;
    /** For others to give memory back. */
    private static final long PAUSE_NANOS = 2_000_000;

    /** What all threads did, for the end. */
    static final class Done {
        final AtomicInteger steps = new AtomicInteger();
        final AtomicInteger made = new AtomicInteger();
        final AtomicInteger forgotten = new AtomicInteger();
        final AtomicInteger full = new AtomicInteger();
        final AtomicInteger interrupted = new AtomicInteger();

        @Override
        public String toString() {
            return steps + " steps, " + made + " vectors, " + forgotten + " of them forgotten, " + full + " times no memory, " + interrupted
                    + " times interrupted";
        }
    }

    private final class Handle {
        final V vec;
        A mirror;

        Handle(V vec, A mirror) {
            this.vec = vec;
            this.mirror = mirror;
        }
    }

    private final HandleKind<V, A> kind;
    private final VectorMath v;
    private final VectorMath other; // null if there is no other backend
    private final Random random;
    private final BooleanSupplier mayBeFull;
    private final BooleanSupplier over;
    private final Done done;
    private final int longFunction;
    private final int[] lengths = new int[3];
    private final List<Handle> handles = new ArrayList<>();

    RandomHandles(HandleKind<V, A> kind, Kernels kernels, long seed, BooleanSupplier mayBeFull, BooleanSupplier over, Done done) {
        this.kind = kind;
        this.v = kernels.vectors();
        this.other = kernels.report().backend() == Backend.JAVA ? null : Kernels.on(Backend.JAVA).vectors();
        this.random = new Random(seed);
        this.mayBeFull = mayBeFull;
        this.over = over;
        this.done = done;
        boolean processor = Set.of(Backend.JAVA, Backend.FFM, Backend.JNI).contains(kernels.report().backend());
        this.longFunction = processor ? 530_000 : 5000; // for several threads, which devices do not have
        for (int i = 0; i < lengths.length; i++) {
            do {
                lengths[i] = LENGTHS[random.nextInt(LENGTHS.length)];
            } while (UnderTest.isSimulator(kernels) && lengths[i] > LONGEST_SIMULATED);
        }
    }

    @Override
    public void run() {
        while (!over.getAsBoolean()) {
            done.steps.incrementAndGet();
            boolean couldBeFull = mayBeFull.getAsBoolean();
            try {
                step();
            } catch (KernelInterruptedException e) {
                done.interrupted.incrementAndGet();
                Thread.interrupted();
            } catch (DeviceFailedException e) {
                if (e.kind() != DeviceFailedException.Kind.OUT_OF_MEMORY || !couldBeFull && !mayBeFull.getAsBoolean()) {
                    throw e;
                }
                done.full.incrementAndGet();
                while (handles.size() > MOST / 2) {
                    handles.removeLast().vec.close();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        Thread.interrupted();
        for (Handle handle : handles) {
            check(handle);
            handle.vec.close();
        }
        handles.clear();
    }

    private void step() {
        int what = random.nextInt(100);
        if (handles.isEmpty() || what < 20 && handles.size() < MOST) {
            make();
        } else if (what < 30) {
            close(handles.remove(random.nextInt(handles.size())));
        } else if (what < 33) {
            handles.remove(random.nextInt(handles.size()));
            done.forgotten.incrementAndGet();
        } else if (what < 60) {
            map();
        } else if (what < 68) {
            reduce();
        } else if (what < 74) {
            scan();
        } else if (what < 79) {
            multiply();
        } else if (what < 82) {
            tanh();
        } else if (what < 87) {
            check(any());
        } else if (what < 92) {
            misuse();
        } else if (what < 98) {
            onArrays();
        } else {
            interruptMyself();
        }
    }

    private void make() {
        int n = lengths[random.nextInt(lengths.length)];
        A mirror = random.nextInt(4) == 0 ? kind.zeros(n) : kind.random(random, n);
        boolean zeros = kind.same(mirror, kind.zeros(n));
        handles.add(new Handle(zeros ? kind.resident(v, n) : kind.upload(v, mirror), mirror));
        done.made.incrementAndGet();
    }

    private Handle any() {
        return handles.get(random.nextInt(handles.size()));
    }

    /** One as long as that, perhaps itself. */
    private Handle like(Handle one) {
        List<Handle> alike = handles.stream().filter(h -> h.vec.length() == one.vec.length()).toList();
        return alike.get(random.nextInt(alike.size()));
    }

    private void map() {
        Handle x = any();
        Handle y = like(x);
        Handle z = like(x);
        Handle out = like(x);
        int which = random.nextInt(100);
        if (kind.map(which).startsWith("axp") && x == out) {
            return;
        }
        A expected = kind.mapped(which, x.mirror, y.mirror, z.mirror);
        into(out, expected, () -> kind.map(which, v, x.vec, y.vec, z.vec, out.vec));
    }

    private void scan() {
        Handle x = any();
        Handle out = like(x);
        into(out, kind.scanned(x.mirror), () -> kind.scan(v, x.vec, out.vec));
    }

    private void multiply() {
        Handle a = any();
        Handle b = any();
        Handle c = any();
        if (a == c || b == c) {
            return;
        }
        int n = (int) Math.sqrt(Math.min(900, Math.min(a.vec.length(), Math.min(b.vec.length(), c.vec.length()))));
        into(c, kind.product(n, a.mirror, b.mirror, c.mirror), () -> kind.multiply(v, n, a.vec, b.vec, c.vec));
    }

    private void tanh() {
        Handle x = any();
        Handle out = like(x);
        A before = x.mirror;
        into(out, null, () -> kind.tanh(v, x.vec, out.vec));
        out.mirror = kind.read(out.vec);
        require(kind.isTanh(before, out.mirror), "tanh is wrong");
    }

    /** If there is no memory for it, nobody knows what is in {@code out} (some cases are two operations). */
    private void into(Handle out, A expected, Runnable operation) {
        try {
            operation.run();
            out.mirror = expected;
        } catch (DeviceFailedException e) {
            handles.remove(out);
            out.vec.close();
            throw e;
        }
    }

    private void reduce() {
        Handle x = any();
        Handle y = like(x);
        String wrong = kind.reduce(random.nextInt(3), v, x.vec, y.vec, x.mirror, y.mirror);
        require(wrong == null, wrong);
    }

    private void onArrays() {
        int n = lengths[random.nextInt(lengths.length)];
        int which = random.nextInt(100);
        A x = kind.random(random, n);
        A y = kind.random(random, n);
        A out = kind.zeros(n);
        kind.mapArrays(which, v, x, y, y, out);
        require(kind.same(kind.mapped(which, x, y, y), out), kind.map(which) + " of arrays is wrong");
        String wrong = kind.reduce(which, v, kind.view(x), kind.view(y), x, y);
        require(wrong == null, wrong);
    }

    private void check(Handle handle) {
        require(kind.same(handle.mirror, kind.read(handle.vec)), "a vector of " + handle.vec.length() + " holds something else");
    }

    private void close(Handle handle) {
        if (random.nextBoolean()) {
            check(handle);
        }
        handle.vec.close();
        handle.vec.close();
        refused(IllegalStateException.class, () -> kind.read(handle.vec));
        refused(IllegalStateException.class, () -> kind.scan(v, handle.vec, handle.vec));
        refused(IllegalStateException.class, () -> kind.reduce(0, v, handle.vec, handle.vec, handle.mirror, handle.mirror));
    }

    private void misuse() {
        Handle x = any();
        switch (random.nextInt(4)) {
            case 0 -> {
                if (other != null) {
                    refused(IllegalArgumentException.class, () -> kind.reduce(0, other, x.vec, x.vec, x.mirror, x.mirror));
                    refused(IllegalArgumentException.class, () -> kind.scan(other, x.vec, x.vec));
                }
            }
            case 1 -> refused(IllegalArgumentException.class, () -> kind.scan(v, x.vec, kind.view(x.mirror)));
            case 2 -> refused(IllegalArgumentException.class, () -> kind.resident(v, -1 - random.nextInt(9)));
            default -> {
                try {
                    kind.resident(v, 1L << 45);
                    throw new AssertionError("there cannot be so much memory");
                } catch (DeviceFailedException e) {
                    require(e.kind() == DeviceFailedException.Kind.OUT_OF_MEMORY, e.toString());
                }
            }
        }
        check(x);
    }

    /** What runs then either does all, or says that it did not. */
    private void interruptMyself() {
        Thread.currentThread().interrupt();
        try {
            switch (random.nextInt(4)) {
                case 0 -> map();
                case 1 -> reduce();
                case 2 -> onArrays();
                default -> {
                    A x = kind.random(random, longFunction);
                    A out = kind.zeros(longFunction);
                    kind.tanh(v, kind.view(x), kind.view(out)); // in pieces, between which somebody asks
                    require(kind.isTanh(x, out), "tanh of arrays is wrong");
                }
            }
        } finally {
            require(Thread.interrupted(), "the interrupt is lost");
        }
    }

    private static void refused(Class<? extends RuntimeException> how, Runnable misuse) {
        try {
            misuse.run();
        } catch (RuntimeException e) {
            if (how.isInstance(e)) {
                return;
            }
            throw e;
        }
        throw new AssertionError("not refused: a misuse that is a " + how.getSimpleName());
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }
}
