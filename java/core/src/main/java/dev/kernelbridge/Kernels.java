package dev.kernelbridge;

import dev.kernelbridge.factor.Factorizer;
import dev.kernelbridge.factor.PrimeProof;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Engines;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.Settings;
import dev.kernelbridge.primes.NthPrime;
import dev.kernelbridge.primes.PrimeCounter;
import dev.kernelbridge.primes.PrimeStream;
import dev.kernelbridge.primes.Primality;
import dev.kernelbridge.scalar.VectorModule;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The kernels of one backend: prime counting, factorization and vector math.
 *
 * <pre>{@code
 * Kernels k = Kernels.on(Backend.CUDA);        // or its replacement, with one warning
 * long primes = k.countPrimes(1_000_000);      // 78498
 * System.out.println(k.report());              // who computed, and why nobody better
 * }</pre>
 *
 * <p>Every result is exact, or has the error bound that its method states, whatever the backend. Instances are immutable, cheap, and
 * safe to share between threads; opened devices are shared by the whole process. A call on primes or factors can be interrupted: it
 * then throws {@link KernelInterruptedException} and leaves nothing half-done.
 *
 * <p>The environment variable {@code KERNELBRIDGE_BACKEND} (or {@code -Dkernelbridge.backend}) forces one backend on the whole
 * program: {@link #on}, {@link #best} and the builder then give that one or throw {@link BackendUnavailableException}, and
 * {@link #require} of another one throws.
 */
public final class Kernels {
    private final Session session;
    private volatile VectorMath vectors; // made when first asked for

    private Kernels(Session session) {
        this.session = session;
    }

    /**
     * That backend, or what replaces it (CUDA: OpenCL on a GPU, then C, then Java), never silently: one warning through
     * {@link System.Logger} gives reason and fix, and {@link #report()} has it too.
     */
    public static Kernels on(Backend backend) {
        return builder().backend(backend).build();
    }

    /**
     * That backend.
     *
     * @throws BackendUnavailableException if it cannot be used, with reason and fix
     */
    public static Kernels require(Backend backend) {
        return builder().backend(backend).required(true).build();
    }

    /** The fastest that passes its self-test: a GPU through CUDA or OpenCL, then C, then Java. Never a simulator. */
    public static Kernels best() {
        return builder().build();
    }

    /** For a device, a number of threads, a deadline, progress, or what happens on failure. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether a backend can be used on this machine, or the reason and the fix. Never throws; always gives the same answer. */
    public static Availability availability(Backend backend) {
        return Engines.availability(backend);
    }

    /** A backend's devices, best first; empty if it is not available. Never throws. */
    public static List<Device> devices(Backend backend) {
        return Engines.devices(backend);
    }

    /** Opens a device if it is not open yet, and tells whether it passed its self-test. Never throws. */
    public static Availability selfTest(Device device) {
        return Engines.open(device).availability();
    }

    /** Whether the JAVA backend counts primes with the JDK's Vector API, which is faster from 10^15 on; or the reason and the fix. */
    public static Availability vectorApi() {
        return VectorModule.availability();
    }

    /** Who was asked for, who computes now, and why each better one does not. */
    public Report report() {
        return session.report();
    }

    /**
     * The number of primes up to {@code n}: 0 for every n below 2, so for negative ones. Exact up to 2^63 - 1. A negative long is a
     * negative number here and everywhere else; one that is meant unsigned goes to {@link #countPrimes(BigInteger)} as {@code new
     * BigInteger(Long.toUnsignedString(n))}.
     *
     * <p>A table up to 32,767; Legendre's recursion on rough numbers, O(n^(3/4)), up to 2 * 10^7; above, X. Gourdon's formula ("Computation
     * of pi(x)", 2001) on all threads: O(n^(2/3) / log^2 n) time, O(sqrt n) bits of memory (30 MB at 10^16, 600 MB at 2^63, twice that
     * with C). A GPU that is not {@linkplain #require required} counts from an n on that {@code ./kernels tune} has measured ({@link
     * Tuning}), else from one that is predicted from what it takes for a call and a lookup; below, the processor counts, and the
     * call's report says so ({@link ProgressListener#finished}).
     */
    public long countPrimes(long n) {
        return n < 2 ? 0 : PrimeCounter.count(session, 2, n);
    }

    /**
     * The number of primes up to {@code n}, exact up to 10^21; negative numbers give 0, and those that fit into a long take {@link
     * #countPrimes(long)}.
     *
     * <p>The same formula on JAVA, FFM and JNI. CUDA's and OpenCL's kernels end at 2^63 - 1: they are passed over as if they had failed,
     * with a warning and a line in {@link #report()}. Above 2^63 a count takes core-minutes to core-days and O(sqrt n) bits of memory:
     * 0.5 GB of heap at 10^19, 1.6 GB at 10^20, 4.7 GB at 10^21, with C the same once more outside the heap. {@link Builder#checkpoint}
     * lets it be interrupted.
     *
     * @throws IllegalArgumentException if n is larger than 10^21, or from 2^63 on for a {@link Builder#sieve}
     * @throws BackendUnavailableException if a backend that was required has no means for it
     */
    public BigInteger countPrimes(BigInteger n) {
        Objects.requireNonNull(n, "n: null; a number is needed");
        if (n.compareTo(PrimeCounter.MOST) > 0) {
            throw new IllegalArgumentException("n: " + (n.bitLength() < 1000 ? n : "a number of " + n.bitLength() + " bits")
                    + " is larger than 10^21, up to which primes are counted");
        }
        if (n.signum() < 0) {
            return BigInteger.ZERO;
        }
        return n.bitLength() < Long.SIZE ? BigInteger.valueOf(countPrimes(n.longValueExact())) : PrimeCounter.count(session, n);
    }

    /**
     * The number of primes p with {@code from <= p <= to}. Negative numbers are no primes. The window is sieved (P. Pritchard,
     * "Explaining the wheel sieve", 1982), or two counts are subtracted, whichever is predicted to be faster.
     *
     * @throws IllegalArgumentException if {@code from > to}
     */
    public long countPrimes(long from, long to) {
        checkRange(from, to);
        return to < 2 ? 0 : PrimeCounter.count(session, Math.max(from, 2), to);
    }

    /**
     * The {@code i}-th prime, counted from 1: {@code nthPrime(1) == 2}.
     *
     * <p>Counts the primes up to an estimate, the inverse of Riemann's R, and sieves the O(sqrt p) numbers that are left: little longer
     * than {@code countPrimes} of it.
     *
     * @throws IllegalArgumentException if i is not in 1 to 216,289,611,853,439,384, the number of primes below 2^63
     */
    public long nthPrime(long i) {
        if (i < 1 || i > PrimeCounter.PRIMES_BELOW_2_63) {
            throw new IllegalArgumentException("i: " + i + " is not in 1 to " + PrimeCounter.PRIMES_BELOW_2_63
                    + ", the number of primes below 2^63");
        }
        return NthPrime.of(session, i);
    }

    /** Whether {@code n} is prime, proved: by tests that together leave no composite below 2^64. False for n below 2. */
    public boolean isPrime(long n) {
        return n >= 2 && Primality.isPrime(session, new long[] {n})[0];
    }

    /** {@link #isPrime(long)} for many numbers at once: the throughput interface. The argument is not changed. */
    public boolean[] isPrime(long[] n) {
        return Primality.isPrime(session, Objects.requireNonNull(n, "n: null; an array is needed"));
    }

    /**
     * Whether {@code n} of any size is prime. Below 2^64 the answer is always proved. Above, COMPOSITE is proved, PRIME is proved by the
     * factors of n - 1 (Pocklington; Brillhart, Lehmer and Selfridge), and PROBABLY_PRIME means that n has passed the Baillie-PSW
     * test (strong to base 2, strong Lucas with Selfridge's parameters) and Miller-Rabin to at least two random bases, but too few
     * factors of n - 1 turned up in about a second per hundred digits. Up to 60 digits n - 1 is factored whatever it is, in a second or
     * two; of longer numbers, those of special form aside, most end so.
     */
    public PrimeVerdict provePrime(BigInteger n) {
        return PrimeProof.of(session, Objects.requireNonNull(n, "n: null; a number is needed"));
    }

    /** {@link #provePrime} without the search for a proof: false is proved, true is PRIME or PROBABLY_PRIME. */
    public boolean isProbablePrime(BigInteger n) {
        return PrimeProof.probably(session, Objects.requireNonNull(n, "n: null; a number is needed"));
    }

    /**
     * The primes p with {@code from <= p <= to}, ascending, made as they are asked for: nothing of what was produced is kept.
     * The stream can be parallel; its terminal operation computes on this object's backend.
     *
     * @throws IllegalArgumentException if {@code from > to}
     */
    public LongStream primes(long from, long to) {
        checkRange(from, to);
        return PrimeStream.of(session, from, to);
    }

    /**
     * The prime factorization of {@code n}. A negative number has the sign -1; 1 and -1 have no primes.
     *
     * <p>Division by small primes, a proof of primality, perfect powers, Hart's one-line method up to 2^39, elliptic curves above: at most
     * some hundred microseconds. Every prime is proved and the product checked. The call is computed on the caller's thread and is never
     * given to another one; it is ended by an interrupt before it begins, not after.
     *
     * @throws IllegalArgumentException if n is 0, which every number divides
     */
    public Factorization factorize(long n) {
        return Factorizer.factorize(session, n);
    }

    /**
     * {@link #factorize(long)} of an unsigned number below 2^64: {@code -1L} is 2^64 - 1.
     *
     * @throws IllegalArgumentException if n is 0
     */
    public Factorization factorizeUnsigned(long n) {
        return Factorizer.factorizeUnsigned(session, n);
    }

    /**
     * The prime factorization of {@code n} of any size: small primes by division, perfect powers, elliptic curves for a quarter of the
     * digits, then the self-initializing quadratic sieve (S. Contini, 1997) up to 98 digits; above, elliptic curves with bounds that grow
     * until all is found or the call is stopped. On one core with AVX-512 and C a product of two like primes takes about a millisecond
     * at 96 bits, one second at 60 digits, five at 70, less than a minute at 80 and less than eight at 90, the most that was run so
     * far; in Java twice as long.
     * Progress names the step and how long it should take. Primes below 2^64 are proved, larger ones have passed the Baillie-PSW test,
     * which no known composite passes, and at least two Miller-Rabin tests to random bases; {@link #provePrime} may say more.
     *
     * @throws IllegalArgumentException if n is 0
     * @throws DeadlineExceededException if the deadline passes; it has what was known by then
     * @throws KernelInterruptedException if the thread is interrupted; it has what was known by then
     */
    public Factorization factorize(BigInteger n) {
        return Factorizer.factorize(session, Objects.requireNonNull(n, "n: null; a number is needed"));
    }

    /**
     * {@link #factorize(long)} for many numbers at once: the throughput interface, on all threads and with as many curves side by side as
     * the backend has room for. The argument is not changed. The result has the order of the numbers.
     *
     * @throws IllegalArgumentException if one is 0; the message gives its index. All are looked at first, so nothing was computed yet
     */
    public List<Factorization> factorizeAll(long[] n) {
        return Factorizer.factorizeAll(session, Objects.requireNonNull(n, "n: null; an array is needed"));
    }

    /**
     * {@link #factorizeAll} of unsigned numbers below 2^64.
     *
     * @throws IllegalArgumentException if one is 0; the message gives its index, and nothing is computed
     */
    public List<Factorization> factorizeAllUnsigned(long[] n) {
        return Factorizer.factorizeAllUnsigned(session, Objects.requireNonNull(n, "n: null; an array is needed"));
    }

    /**
     * Vector math on arrays, memory segments and memory of the device. Of {@link #best()}, a GPU computes on resident vectors and
     * multiplies large matrices; the rest of what lies in host memory is done by the processor, which is faster than the way to the GPU,
     * unless {@link Tuning} has found otherwise when this is called first.
     */
    public VectorMath vectors() {
        VectorMath made = vectors;
        if (made == null) {
            made = new VectorMath(session);
            vectors = made;
        }
        return made;
    }

    private static void checkRange(long from, long to) {
        if (from > to) {
            throw new IllegalArgumentException("from: " + from + " is larger than to: " + to + "; a range goes upwards");
        }
    }

    /** Sets what {@link Kernels#on} and the others leave at its default. Not safe for use by several threads. */
    public static final class Builder {
        /** 292 years: Duration.ofSeconds(Long.MAX_VALUE), as some write "forever", has more nanoseconds than a long. */
        private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

        private Backend backend;
        private boolean required;
        private int device = -1;
        private int threads = Runtime.getRuntime().availableProcessors();
        private ProgressListener listener;
        private Duration deadline;
        private OnFailure onFailure = OnFailure.FALL_BACK;
        private Path checkpoint;
        private boolean sieve;
        private boolean asAsked;

        private Builder() {
        }

        /** The backend to use; without it, the best. */
        public Builder backend(Backend wanted) {
            backend = Objects.requireNonNull(wanted, "backend: null; name one of Backend.values()");
            return this;
        }

        /** Whether {@link #build()} throws rather than take a replacement, and calls fail rather than move on. Default: false. */
        public Builder required(boolean yes) {
            required = yes;
            return this;
        }

        /** The index of the device among {@link Kernels#devices}; it belongs to {@link #backend}, which must be set. */
        public Builder device(int index) {
            if (index < 0) {
                throw new IllegalArgumentException("device: " + index + " is negative; devices are numbered from 0");
            }
            device = index;
            return this;
        }

        /**
         * How many threads a call may use, the caller's included. Default: all processors. A call takes no more than it has units of
         * work, and the process not many more than it has processors.
         */
        public Builder threads(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("threads: " + count + " is less than 1; the caller's own thread always works");
            }
            threads = count;
            return this;
        }

        /** Who hears of progress and of each call's end. */
        public Builder progress(ProgressListener hears) {
            listener = Objects.requireNonNull(hears, "progress: null; leave the call out for no listener");
            return this;
        }

        /** How long each prime or factor call may take before it throws {@link DeadlineExceededException}. Default: no limit. */
        public Builder deadline(Duration limit) {
            Objects.requireNonNull(limit, "deadline: null; leave the call out for no limit");
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("deadline: " + limit + " is not positive");
            }
            deadline = limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
            return this;
        }

        /**
         * The file in which {@link Kernels#countPrimes(long)} (or of a BigInteger) leaves its state every second, every ten where writing
         * is slow, and when it ends early (interrupt, deadline, failure), and from which the next such call for the same number goes on.
         * It is deleted when the count is done. A file that is damaged, of another version or of another number makes the call throw
         * IllegalArgumentException and stays as it is. Default: none.
         *
         * <p>{@link Kernels#factorize(BigInteger)} appends the relations of its quadratic sieve to it as they are found, some 20 times a
         * second, and refuses a file of another number in the same way. What was torn off at its end is cut, and where the disk is
         * full, sieving goes on with a warning.
         */
        public Builder checkpoint(Path file) {
            checkpoint = Objects.requireNonNull(file, "checkpoint: null; leave the call out for no checkpoint");
            return this;
        }

        /**
         * Whether primes are counted by sieving every number only, in O(n log log n): to check a count by another method, or to time the
         * sieve. Default: false, the fastest way.
         */
        public Builder sieve(boolean only) {
            sieve = only;
            return this;
        }

        /** Whatever the size of a request: for {@link TuningRace}. */
        Builder asAsked() {
            asAsked = true;
            return this;
        }

        /** What happens when the device fails in the middle of a call. Default: {@link OnFailure#FALL_BACK}. */
        public Builder onFailure(OnFailure policy) {
            onFailure = Objects.requireNonNull(policy, "onFailure: null; FALL_BACK or FAIL");
            return this;
        }

        /**
         * Opens the device.
         *
         * @throws BackendUnavailableException if the backend is required, or forced from outside, and cannot be used
         * @throws IllegalArgumentException if the backend is there and has no device of that index, or the forced name is unknown
         */
        public Kernels build() {
            if (device >= 0 && backend == null) {
                throw new IllegalArgumentException("device: " + device + " is set without a backend; set the backend that it belongs to");
            }
            String forcedName = Settings.get("backend");
            Backend forced = forcedName == null ? null : Backend.of(forcedName);
            if (forced != null && forced != backend && required && backend != null) {
                throw new BackendUnavailableException(backend, Availability.missing("this program is forced to use " + forced.id(),
                        "unset KERNELBRIDGE_BACKEND and -Dkernelbridge.backend"));
            }
            Backend asked = forced != null ? forced : backend;
            List<Candidate> ladder = new ArrayList<>();
            if (asked == null) {
                ladder.addAll(Candidate.best());
            } else {
                ladder.add(Candidate.any(asked, asked == backend ? device : -1));
                if (!required && forced == null) {
                    ladder.addAll(Candidate.replacements(asked));
                }
            }
            return new Kernels(new Session(Optional.ofNullable(asked), ladder,
                    new Session.Options(threads, deadline, listener, required ? OnFailure.FAIL : onFailure, checkpoint, sieve,
                            asAsked)));
        }
    }
}
