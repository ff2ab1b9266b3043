package dev.kernelbridge.plan;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.BackendUnavailableException;
import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.PassedOver;
import dev.kernelbridge.ProgressListener;
import dev.kernelbridge.Report;
import dev.kernelbridge.spi.Engine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** One resolved choice: the engine that runs, the rungs below it, and why the rungs above it do not run. Shared between threads. */
public final class Session {
    private static final Logger LOG = System.getLogger("dev.kernelbridge");
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private final Optional<Backend> requested;
    private final Options options;
    private final Deque<Candidate> below;
    private final List<PassedOver> passedOver = new ArrayList<>();
    private volatile Engine engine;
    private Candidate running;

    /**
     * What the builder sets besides the backend. A null deadline, listener or checkpoint means none; {@code sieve}: no formulas;
     * {@code asAsked}: whatever the size, the backend that was asked for and all threads, to measure from which size on they pay.
     */
    public record Options(int threads, Duration deadline, ProgressListener listener, OnFailure onFailure, Path checkpoint,
            boolean sieve, boolean asAsked) {

        /** Without a checkpoint, by whatever is fastest. */
        public Options(int threads, Duration deadline, ProgressListener listener, OnFailure onFailure) {
            this(threads, deadline, listener, onFailure, null, false);
        }

        /** What pays for the size of a request. */
        public Options(int threads, Duration deadline, ProgressListener listener, OnFailure onFailure, Path checkpoint, boolean sieve) {
            this(threads, deadline, listener, onFailure, checkpoint, sieve, false);
        }
    }

    /**
     * Takes the first rung that opens. Rungs that a user asked for and did not get are worth one warning; a search for the best is not.
     *
     * @throws BackendUnavailableException if none opens, with the reason of the first
     */
    public Session(Optional<Backend> requested, List<Candidate> ladder, Options options) {
        this.requested = requested;
        this.options = options;
        this.below = new ArrayDeque<>(ladder);
        this.engine = nextRung();
        if (requested.isPresent() && !passedOver.isEmpty()) {
            PassedOver first = passedOver.getFirst();
            String warning = first.backend().id() + " was asked for and is not used: " + first.why().reason() + "; "
                    + engine.device().backend().id() + " runs instead, on " + engine.device()
                    + (first.why().fix().isEmpty() ? "" : ". To change that: " + first.why().fix());
            if (WARNED.add(warning)) { // once a process: a warning per call would drown the first
                LOG.log(Level.WARNING, warning);
            }
        }
    }

    /** The same settings on the processor, for what is not worth the device; its report says why. */
    public Session onCpu(String reason, String fix) {
        Session cpu = new Session(Optional.empty(), Candidate.cpu(), options);
        cpu.passedOver.addFirst(new PassedOver(engine.device().backend(), Availability.missing(reason, fix)));
        cpu.passedOver.addAll(0, report().passedOver());
        return cpu;
    }

    /** The backend that was asked for by name; none in a search for the best. */
    public Optional<Backend> requested() {
        return requested;
    }

    /** What runs now. */
    public Engine engine() {
        return engine;
    }

    /** The builder's settings. */
    public Options options() {
        return options;
    }

    /** Who was asked for, who runs, and why each better one does not. */
    public synchronized Report report() {
        return new Report(requested, engine.device(), passedOver);
    }

    /** Runs a short call on the engine that runs now; a failing device hands it to the next rung. */
    public <R> R call(Function<Engine, R> call) {
        while (true) {
            Engine now = engine;
            try {
                return call.apply(now);
            } catch (DeviceFailedException e) {
                failed(now, e);
            }
        }
    }

    /** As {@link #call}, without a result. */
    public void run(Consumer<Engine> call) {
        call(now -> {
            call.accept(now);
            return null;
        });
    }

    /**
     * Ends what computes without units if the calling thread is interrupted or the deadline has passed.
     *
     * @param start when the call began, as {@link System#nanoTime()} told
     * @param state how far it is, for the message
     */
    public void checkStop(long start, Supplier<String> state) {
        if (Thread.currentThread().isInterrupted()) {
            throw new KernelInterruptedException(state.get() + "; interrupted");
        }
        if (options.deadline() != null && System.nanoTime() - start > options.deadline().toNanos()) {
            throw new DeadlineExceededException(state.get() + " after " + options.deadline().toMillis() + " ms; allow more time");
        }
    }

    /**
     * Moves on from an engine that failed, once however many threads say so.
     *
     * @throws DeviceFailedException the failure itself, if the policy or the end of the ladder says so
     */
    public synchronized Engine failed(Engine broken, DeviceFailedException why) {
        boolean reopen = why.kind() != DeviceFailedException.Kind.OUT_OF_MEMORY;
        boolean first = reopen && Engines.drop(broken);
        if (broken != engine) {
            return engine; // another thread was first
        }
        boolean last = options.onFailure() == OnFailure.FAIL || below.isEmpty();
        if (reopen && (last || !first)) {
            // For the next call; or for this one, if it failed only because another caller's failure had closed the engine.
            Engines.Opened again = running.open();
            if (again.engine() != null) {
                engine = again.engine();
                if (!first) {
                    return engine;
                }
            }
        }
        if (last) {
            throw why;
        }
        passedOver.add(new PassedOver(broken.device().backend(), Availability.missing(why.getMessage(), "")));
        try {
            engine = nextRung();
        } catch (BackendUnavailableException e) {
            why.addSuppressed(e);
            throw why;
        }
        LOG.log(Level.WARNING, broken.device().backend().id() + " failed on " + broken.device() + ": " + why.getMessage()
                + "; what was not finished goes on with " + engine.device().backend().id() + " on " + engine.device());
        return engine;
    }

    /** The processor failed while it helped the engine that runs, which now does all: for the log, and the next call opens it anew. */
    void besideFailed(Engine broken, DeviceFailedException why) {
        if (why.kind() != DeviceFailedException.Kind.OUT_OF_MEMORY) {
            Engines.drop(broken);
        }
        LOG.log(Level.WARNING, broken.device().backend().id() + " failed on " + broken.device() + " beside " + engine.device() + ": "
                + why.getMessage() + "; " + engine.device().backend().id() + " goes on alone");
    }

    /**
     * Moves on from an engine that is sound and has no means for a request; like after a failure, what replaces it stays.
     *
     * @throws BackendUnavailableException if the policy or the end of the ladder says so
     */
    public synchronized Engine passOver(Engine unfit, Availability why) {
        if (unfit != engine) {
            return engine; // another thread was first
        }
        Backend backend = unfit.device().backend();
        if (options.onFailure() == OnFailure.FAIL || below.isEmpty()) {
            throw new BackendUnavailableException(backend, why);
        }
        passedOver.add(new PassedOver(backend, why));
        engine = nextRung();
        if (requested.isPresent()) {
            LOG.log(Level.WARNING, backend.id() + " is not used: " + why.reason() + "; " + engine.device().backend().id()
                    + " runs instead, on " + engine.device());
        }
        return engine;
    }

    private Engine nextRung() {
        for (Candidate rung = below.poll(); rung != null; rung = below.poll()) {
            Engines.Opened opened = rung.open();
            if (opened.engine() != null) {
                running = rung;
                return opened.engine();
            }
            passedOver.add(new PassedOver(rung.backend(), opened.availability()));
        }
        PassedOver first = passedOver.getFirst();
        throw new BackendUnavailableException(first.backend(), first.why());
    }
}
