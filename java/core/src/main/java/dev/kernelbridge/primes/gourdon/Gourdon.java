package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.Backend;
import dev.kernelbridge.plan.Engines;
import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.plan.Resumable;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.primes.BasePrimeTable;
import dev.kernelbridge.primes.Roots;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.Wide;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Conducts the formula: cuts its terms into units of about equal work, which run in any order, and puts their parts together. */
public final class Gourdon implements Plan<Gourdon.Unit, Gourdon.Part>, Resumable {
    /** The smallest argument. */
    public static final long LEAST = Parameters.LEAST;
    /** How many units a count has if it is large enough: their ends are then no more than a thousandth apart. */
    private static final int UNITS = 400;
    /** The least work of a unit, in lookups of about 3 ns: the pool takes some microseconds for one. */
    private static final double LEAST_WORK = 50_000;
    /** About 50 ms, so that an interrupt is felt. */
    private static final double MOST_WORK = 15_000_000;
    /** 64 KB: the C sieve makes its patterns anew for each stretch, which takes 35 microseconds. */
    private static final long LEAST_SIEVED = 30L * (64 << 10);
    /** A stretch of B stays in L2 while it is sieved. */
    private static final long MOST_SIEVED = 30L * (512 << 10);
    private static final long MOST_SIEVED_AT_ALL = 30L * (32 << 20);
    /** The work to sieve 240 numbers, and to expand a node. */
    private static final double SIEVE_WORD = 32;
    private static final double NODE = 10;

    /** A term of the formula. */
    enum Term {
        D, B, A, C, PHI0
    }

    /** A part of a term: the primes with indices (from, to], or the numbers [from, to). */
    public record Unit(Term term, long from, long to, double cost) implements Serializable {
    }

    /**
     * A unit's result.
     *
     * @param sum    its sum; of B and D counted from the stretch's own beginning
     * @param phi    of D the counts per b, of B the number of primes
     * @param signs  of D the signs per b, of B the number of questions
     */
    public record Part(long sum, long[] phi, long[] signs) implements Serializable {
    }

    private static final long[] NONE = {};
    private static final Term[] TERMS = Term.values();

    private final Session session;
    private final long start;
    private final double work;
    private final boolean resumable;
    private Parameters cut;
    private LeafTables t;
    private BasePrimes base;
    private double total = 1;
    private long sum;
    private final Queue<byte[]> spare = new ConcurrentLinkedQueue<>(); // for the next stretch of B, which is nearly always as long
    private final Stretches sieved = new Stretches(); // of B
    private final Stretches counted = new Stretches(); // of D
    private final Set<Unit> left = new LinkedHashSet<>(); // not accepted yet, in the order in which they are handed out
    private List<Unit> beside = List.of(); // for threads that a device has no use for
    private boolean loaded; // from a checkpoint
    private final Set<LeafEngine> users = ConcurrentHashMap.newKeySet(); // of the tables

    private Gourdon(Session session, Parameters cut, double work, boolean resumable, long start) {
        this.session = session;
        this.start = start;
        this.cut = cut;
        this.work = work;
        this.resumable = resumable;
    }

    /** The plan that counts the primes up to {@code x >= LEAST} for a call that began at {@code start}; see {@link #result()}. */
    public static Gourdon plan(Session session, Wide x, long start) {
        return new Gourdon(session, Parameters.of(x), 0, false, start);
    }

    /** The same with other cuts, and units of about that much predicted work (0: of the usual). */
    static Gourdon plan(Session session, Parameters cut, double work) {
        return new Gourdon(session, cut, work, false, System.nanoTime());
    }

    /** The same for a session that may have a checkpoint. */
    public static Gourdon resumable(Session session, Wide x, long start) {
        return new Gourdon(session, Parameters.of(x), 0, true, start);
    }

    @Override
    public String kernel() {
        return "pi";
    }

    @Override
    public Iterator<Unit> units(Supplier<Engine> running) {
        t = Tables.of(session, cut, start);
        base = BasePrimeTable.forNumbersUpTo(session, cut.x().over(cut.y()) + 240, start);
        if (!loaded) {
            List<Unit> small = smallUnits();
            total = small.stream().mapToDouble(Unit::cost).sum();
            left.addAll(join(small, core(), leaves(running.get()).breadth()));
        } else { // by a device with many cores, perhaps
            List<Unit> found = List.copyOf(left);
            left.clear();
            found.forEach(unit -> left.addAll(cut(unit, running.get())));
        }
        boolean device = leaves(running.get()).breadth() > 1;
        beside = device ? left.stream().filter(Gourdon::processors).toList() : List.of();
        return left.stream().filter(unit -> !device || !processors(unit)).toList().iterator();
    }

    @Override
    public Iterator<Unit> processorUnits() {
        return beside.iterator();
    }

    /** Of these the CPU does most, whatever runs. */
    private static boolean processors(Unit unit) {
        return unit.term == Term.C || unit.term == Term.PHI0;
    }

    /** Every term in the smallest pieces that are worth a prediction. */
    private List<Unit> smallUnits() {
        List<Unit> small = new ArrayList<>();
        for (D.Stretch s : D.stretches(t, cut.star(), MOST_WORK)) {
            small.add(new Unit(Term.D, s.low(), s.high(), s.cost()));
        }
        long first = Roots.square(cut.x()) / 240 * 240;
        long end = (cut.x().over(cut.y()) / 240 + 1) * 240;
        long step = Math.clamp((end - first) / 240 / 512 * 240, LEAST_SIEVED, MOST_SIEVED);
        for (long low = first; low < end; low += step) {
            long high = Math.min(end, low + step);
            small.add(new Unit(Term.B, low, high, (high - low) / 240 * SIEVE_WORD));
        }
        int star = t.pi().pi(cut.star());
        int third = t.pi().pi(Roots.cube(cut.x()));
        for (int b = star; b < third; b++) {
            small.add(new Unit(Term.A, b, b + 1, A.cost(t, b + 1)));
        }
        for (int b = Math.max(cut.k(), t.pi().pi(Roots.cube(cut.x().over(cut.z())))); b < star; b++) {
            small.add(new Unit(Term.C, b, b + 1, C.cost(t, b + 1)));
        }
        int last = t.primes().length - 1;
        for (int b = cut.k(); b < last;) {
            int to = Math.min(last, b + Math.max(1, b / 4)); // the m with a small least prime are the most
            double share = (double) t.z() / t.primes()[b + 1] / Math.log(t.primes()[b + 1]);
            small.add(new Unit(Term.PHI0, b, to, NODE * (share + to - b)));
            b = to;
        }
        return small;
    }

    /** A device with many cores gets larger units, except of what is the processor's work. */
    private static List<Unit> join(List<Unit> small, double core, int breadth) {
        long sieved = Math.min(MOST_SIEVED_AT_ALL, breadth * MOST_SIEVED);
        List<Unit> joined = new ArrayList<>();
        Unit now = null;
        for (Unit next : small) {
            double work = processors(next) ? core : breadth * core;
            if (now != null && now.term == next.term && now.cost + next.cost <= work
                    && (now.term != Term.B || next.to - now.from <= sieved)) {
                now = new Unit(now.term, now.from, next.to, now.cost + next.cost);
            } else {
                if (now != null) {
                    joined.add(now);
                }
                now = next;
            }
        }
        joined.add(now);
        return joined;
    }

    /** The work of a unit for one core. */
    private double core() {
        return work > 0 ? work : Math.clamp(total / UNITS, LEAST_WORK, MOST_WORK);
    }

    @Override
    public Iterator<Unit> split(Unit unit, Engine next) {
        List<Unit> parts = cut(unit, next);
        left.remove(unit);
        left.addAll(parts);
        return parts.iterator();
    }

    /** A unit that filled a device is seconds of a core, which would be alone with it and feel no interrupt: so it is cut. */
    private List<Unit> cut(Unit unit, Engine next) {
        long grain = unit.term == Term.D ? D.GRAIN : unit.term == Term.B ? LEAST_SIEVED : 1;
        long parts = Math.min((long) (unit.cost / (core() * leaves(next).breadth())), (unit.to - unit.from) / grain);
        if (parts <= 1) {
            return List.of(unit);
        }
        List<Unit> cut = new ArrayList<>();
        double share = unit.cost / (unit.to - unit.from);
        for (long part = 0, from = unit.from; part < parts; part++) {
            long to = part == parts - 1 ? unit.to : unit.from + (part + 1) * ((unit.to - unit.from) / grain) / parts * grain;
            cut.add(new Unit(unit.term, from, to, share * (to - from)));
            from = to;
        }
        return cut;
    }

    @Override
    public double totalCost() {
        return total;
    }

    @Override
    public double cost(Unit unit) {
        return unit.cost();
    }

    @Override
    public Part run(Engine engine, Unit unit) {
        users.add(leaves(engine));
        int from = (int) unit.from();
        int to = (int) unit.to();
        Jobs jobs = new Jobs(t);
        switch (unit.term()) {
            case A -> A.collect(t, from, to, jobs);
            case C -> C.collect(t, from, to, jobs);
            case PHI0 -> jobs.add(new Phi0(t).sum(from, to));
            case B -> {
                return sieve(engine, unit);
            }
            case D -> {
                int stages = Math.max(cut.k(), D.stages(t, cut.star(), unit.from()));
                long[] phi = new long[stages + 1];
                long[] signs = new long[stages + 1];
                return new Part(leaves(engine).hardLeaves(t, unit.from(), unit.to(), stages, phi, signs), phi, signs);
            }
        }
        return new Part(jobs.total(leaves(engine)), NONE, NONE);
    }

    /** A device that takes over in mid-count and has none of the loops sieves for B, and plain Java does the rest. */
    private static LeafEngine leaves(Engine engine) {
        LeafEngine leaves = engine.primes().leaves();
        return leaves != null ? leaves : Engines.open(Engines.devices(Backend.JAVA).getFirst()).engine().primes().leaves();
    }

    private Part sieve(Engine engine, Unit unit) {
        LeafEngine leaves = engine.primes().leaves();
        long[] asked = leaves == null ? null : leaves.askSieve(t, base, unit.from(), unit.to());
        if (asked != null) {
            return new Part(asked[0], new long[] {asked[2]}, new long[] {asked[1]});
        }
        int length = (int) ((unit.to() - unit.from()) / 30);
        byte[] kept = spare.poll();
        byte[] bits = kept != null && kept.length == length ? kept : new byte[length];
        engine.primes().sieve(unit.from() / 30, bits, base);
        B.Part part = B.ask(t, unit.from(), unit.to(), bits);
        spare.add(bits);
        return new Part(part.sum(), new long[] {part.count()}, new long[] {part.asked()});
    }

    @Override
    public void accept(Unit unit, Part part) {
        left.remove(unit);
        switch (unit.term()) {
            case B -> sieved.add(unit.from(), unit.to(), part);
            case D -> counted.add(unit.from(), unit.to(), part);
            default -> sum += part.sum();
        }
    }

    /** A device's copy of the tables is 600 MB at 2^63: it goes with the count, also from a device that failed or was passed over. */
    @Override
    public void ended() {
        users.forEach(leaves -> leaves.release(t));
    }

    /** pi(x) modulo 2^64, once all units have run; asked once. */
    public long result() {
        long first = Roots.square(cut.x()) / 240 * 240;
        long below = first == 0 ? 2 : t.pi().pi(first - 1); // the sieve holds 1, but not 2, 3 and 5
        Part b = sieved.whole();
        return sum - b.sum() - b.signs()[0] * below + counted.whole().sum() + Sigma.of(t, cut.star());
    }

    @Override
    public String request() {
        return resumable ? "pi(" + cut.x() + ")" : null;
    }

    /** How the formula was cut, the units that are left (another run might cut them otherwise), and what the others gave. */
    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(cut.y());
        out.writeLong(cut.z());
        out.writeLong(cut.star());
        out.writeInt(cut.k());
        out.writeDouble(total);
        out.writeInt(left.size());
        for (Unit unit : left) {
            out.writeByte(unit.term().ordinal());
            out.writeLong(unit.from());
            out.writeLong(unit.to());
            out.writeDouble(unit.cost());
        }
        out.writeLong(sum);
        sieved.save(out);
        counted.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        cut = new Parameters(cut.x(), in.readLong(), in.readLong(), in.readLong(), in.readInt());
        total = in.readDouble();
        loaded = true;
        for (int units = in.readInt(); units > 0; units--) {
            left.add(new Unit(TERMS[in.readByte()], in.readLong(), in.readLong(), in.readDouble()));
        }
        sum = in.readLong();
        sieved.load(in);
        counted.load(in);
    }

    @Override
    public double loadedCost() {
        return total - left.stream().mapToDouble(Unit::cost).sum();
    }
}
