package dev.kernelbridge.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * PARI as a C program uses it: {@code factoru} for machine words, {@code Z_factor} for the rest, results read from PARI's stack,
 * which is put back after each number. An error of PARI's would end the JVM, so only whole numbers above 1 get in.
 */
public final class Pari implements FactorPeer, PrimeProver {
    private static final long STACK = 256L << 20; // gp's 8 MB overflow at 60 digits
    private static final long OWNERS_STACK = 8L << 20;
    private static final long PRIMES = 500_000;   // trial division's table, as long as gp's
    /** INIT_DFTm + INIT_noIMTm + INIT_noINTGMPm: no signal handlers (SIGSEGV is the JVM's), no threads, GMP's malloc left alone. */
    private static final long OPTIONS = 4 + 16 + 32;
    private static final long THREAD_BYTES = 1 << 14;       // struct pari_thread is below 1 KB in 2.15
    private static final long LENGTH = (1L << 56) - 1;      // LGBITS of a GEN's first word; the length counts that word
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** PARI's memory belongs to a thread, and only one that it knows can lend some to another: this one starts it and stays. */
    private static final ExecutorService OWNER = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pari").factory());
    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static final ThreadLocal<Boolean> HAS_STACK = ThreadLocal.withInitial(() -> false);

    private final PeerLibrary library = new PeerLibrary("pari{,-tls,-gmp,-gmp-tls}", "apt-get install libpari-gmp-tls8");
    private MethodHandle factoru;
    private MethodHandle factor;
    private MethodHandle prime;
    private MethodHandle parse;
    private MethodHandle print;
    private MethodHandle mark;
    private MethodHandle reset;

    @Override
    public String id() {
        return "pari";
    }

    @Override
    public String name() {
        return missing().isPresent() ? "PARI" : "PARI " + version();
    }

    @Override
    public String computes() {
        return "factoru (64 bits) and Z_factor: rho, SQUFOF, ECM, MPQS; its primes above 64 bits pass BPSW and are not proved; "
                + "C, in process through FFM";
    }

    @Override
    public Optional<String> missing() {
        return library.missing();
    }

    @Override
    public int mostDigits() {
        return 80; // 110 s on an EPYC core
    }

    @Override
    public long[][] factorizeAll(long[] numbers) {
        open();
        long[][] result = new long[numbers.length][];
        try {
            long bottom = (long) mark.invokeExact();
            for (int i = 0; i < numbers.length; i++) {
                NumberCalls.requireAboveOne(id(), Long.compareUnsigned(numbers[i], 1) > 0, numbers[i]);
                result[i] = words((long) factoru.invokeExact(numbers[i]));
                reset.invokeExact(bottom);
            }
            return result;
        } catch (Throwable e) {
            throw NumberCalls.refused(id(), e);
        }
    }

    @Override
    public List<BigInteger> factorize(BigInteger number) {
        open();
        NumberCalls.requireAboveOne(id(), number.compareTo(BigInteger.ONE) > 0, number);
        try (Arena arena = Arena.ofConfined()) {
            long bottom = (long) mark.invokeExact();
            long matrix = (long) factor.invokeExact((long) parse.invokeExact(arena.allocateFrom(number.toString())));
            List<BigInteger> result = new ArrayList<>();
            long primes = word(matrix, 1);
            long exponents = word(matrix, 2);
            for (long i = 1; i < length(primes); i++) {
                result.addAll(Collections.nCopies(integer(word(exponents, i)).intValueExact(), integer(word(primes, i))));
            }
            reset.invokeExact(bottom);
            return result;
        } catch (Throwable e) {
            throw NumberCalls.refused(id(), e);
        }
    }

    /** {@code uisprime}, proved below 2^64. */
    @Override
    public boolean[] isPrime(long[] numbers) {
        open();
        return NumberCalls.prove(id(), prime, numbers);
    }

    /** Of a pair of vectors, primes and exponents, both of machine words. */
    private static long[] words(long pair) {
        long primes = word(pair, 1);
        long exponents = word(pair, 2);
        int distinct = (int) length(primes) - 1;
        long total = 0;
        for (int i = 1; i <= distinct; i++) {
            total += word(exponents, i);
        }
        long[] result = new long[(int) total];
        for (int i = 1, to = 0; i <= distinct; i++) {
            for (long e = word(exponents, i); e > 0; e--) {
                result[to++] = word(primes, i);
            }
        }
        return result;
    }

    private BigInteger integer(long gen) throws Throwable {
        return new BigInteger(((MemorySegment) print.invokeExact(gen)).reinterpret(Long.MAX_VALUE).getString(0));
    }

    private static long length(long gen) {
        return word(gen, 0) & LENGTH;
    }

    private static long word(long gen, long index) {
        return MEMORY.get(JAVA_LONG, gen + 8 * index);
    }

    /** The library is started once in the process; each thread that calls it gets a stack. */
    private void open() {
        try {
            if (!HAS_STACK.get()) {
                MemorySegment thread = OWNER.submit(this::lend).get();
                long _ = (long) library.function("pari_thread_start", FunctionDescriptor.of(JAVA_LONG, ADDRESS)).invokeExact(thread);
                HAS_STACK.set(true);
            }
            if (reset == null) {
                factoru = library.function("factoru", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
                prime = library.function("uisprime", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
                factor = library.function("Z_factor", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
                parse = library.function("strtoi", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
                print = library.function("itostr", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
                mark = library.function("get_avma", FunctionDescriptor.of(JAVA_LONG));
                reset = library.function("set_avma", FunctionDescriptor.ofVoid(JAVA_LONG));
            }
        } catch (Throwable e) {
            throw NumberCalls.refused(id(), e);
        }
    }

    /** What a thread needs to begin; never given back, since benchmarks have one thread. */
    private MemorySegment lend() {
        try {
            if (!STARTED.getAndSet(true)) {
                library.function("pari_init_opts", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG))
                        .invokeExact(OWNERS_STACK, PRIMES, OPTIONS);
            }
            MemorySegment thread = Arena.global().allocate(THREAD_BYTES, 16);
            library.function("pari_thread_alloc", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, ADDRESS))
                    .invokeExact(thread, STACK, MemorySegment.NULL);
            return thread;
        } catch (Throwable e) {
            throw NumberCalls.refused(id(), e);
        }
    }

    /** Without starting the library, which asking for a name must not do. */
    private String version() {
        MemorySegment code = library.data("paricfg_version_code", JAVA_LONG.byteSize());
        long number = code.get(JAVA_LONG, 0);
        return (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255);
    }
}
