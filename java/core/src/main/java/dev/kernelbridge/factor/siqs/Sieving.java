package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.Device;
import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.RelationEngine;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Sieves polynomials until there are enough relations: a unit is a stretch of one coefficient's polynomials. Nobody else works on a
 * coefficient meanwhile, so there are as many begun as there are workers, and a worker goes on where it or another one on the same
 * device stopped: the roots are there, which cost as much as a hundred polynomials to begin with. While a device sieves, the threads
 * that it has no use for sieve on the processor, other coefficients, in units of its own pace.
 */
final class Sieving implements Plan<Sieving.Unit, Sieving.Result> {
    private static final double UNIT_NANOS = 50e6;
    /** A first guess of a polynomial's nanoseconds, which makes small units. */
    private static final double POLYNOMIAL_NANOS = UNIT_NANOS / 8;

    private final Job job;
    private final RelationFile file; // or null
    private final long start = System.nanoTime();
    private double polynomials; // sieved since
    private final Sample sample;
    private int coefficient; // that nobody has begun
    private final Map<Device, Deque<Unit>> begun = new HashMap<>(); // where coefficients that nobody works on go on, the last one first
    private final Map<Integer, Integer> asked = new HashMap<>(); // by the index of a begun coefficient: how far its units were made
    private Supplier<Engine> running;
    private Device beside; // what ran units beside it, or null
    private final Map<Device, Double> perPolynomial = new HashMap<>(); // nanoseconds
    private final Forecast forecast;
    private final double before; // polynomials that an earlier call sieved

    /** Polynomials {@code from <= g < to} of a coefficient. */
    record Unit(SieveCoefficient coefficient, int from, int to) implements Serializable {
    }

    /** What they gave, where, and how long that took. */
    record Result(Harvest harvest, Device device, long nanos) {
    }

    /** Sieves from the coefficient of that index on; {@code done} polynomials were sieved before. */
    Sieving(Job job, RelationFile file, int coefficient, double done, Sample sample) {
        this.job = job;
        this.sample = sample;
        this.file = file;
        this.coefficient = coefficient;
        before = done;
        forecast = new Forecast(job.tables.pairMost() != 0);
        if (done > 0) {
            forecast.add(done, job.relations);
        }
    }

    @Override
    public String kernel() {
        return "factor";
    }

    @Override
    public Iterator<Unit> units(Supplier<Engine> engine) {
        running = engine;
        return new Stretches(() -> engine.get().device());
    }

    @Override
    public Iterator<Unit> processorUnits() {
        return new Stretches(() -> beside);
    }

    /** Each coefficient from its first polynomial to its last. */
    private final class Stretches implements Iterator<Unit> {
        private final Supplier<Device> device;

        Stretches(Supplier<Device> device) {
            this.device = device;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Unit next() {
            Deque<Unit> here = begun.get(device.get());
            Unit last = here == null ? null : here.poll();
            SieveCoefficient of = last == null ? job.coefficients.get(coefficient++) : last.coefficient;
            int from = last == null ? 0 : last.to;
            Unit unit = new Unit(of, from, (int) Math.min(of.polynomials(), (long) from + length(device.get())));
            asked.put(of.index(), unit.to);
            return unit;
        }
    }

    /** Polynomials of a unit on a device. */
    private int length(Device device) {
        return (int) Math.clamp(Math.round(UNIT_NANOS / perPolynomial.getOrDefault(device, POLYNOMIAL_NANOS)), 1, 1 << 20);
    }

    @Override
    public Iterator<Unit> split(Unit unit, Engine next) {
        List<Unit> pieces = new ArrayList<>();
        int length = length(next.device());
        for (int from = unit.from; from < unit.to; from += length) {
            pieces.add(new Unit(unit.coefficient, from, Math.min(unit.to, from + length)));
        }
        return pieces.iterator();
    }

    @Override
    public double totalCost() {
        return forecast.total(job.relations, job.needed()) - before;
    }

    @Override
    public double cost(Unit unit) {
        return unit.to - unit.from;
    }

    @Override
    public Result run(Engine engine, Unit unit) {
        long start = System.nanoTime();
        RelationList found = new RelationList();
        engine.factors().relations().sieve(job.tables, unit.coefficient, unit.from, unit.to, found);
        long nanos = System.nanoTime() - start;
        sample.look(engine, job.tables, unit.coefficient, unit.from, unit.to, found);
        return new Result(Harvest.of(job.tables, unit.coefficient, found, engine), engine.device(), nanos);
    }

    @Override
    public void accept(Unit unit, Result result) {
        if (unit.to == unit.coefficient.polynomials()) {
            asked.remove(unit.coefficient.index());
        } else if (unit.to == asked.getOrDefault(unit.coefficient.index(), -1)) { // and not a piece of a unit that came back
            begun.computeIfAbsent(result.device, device -> new ArrayDeque<>()).push(unit);
        }
        job.relations.addAll(unit.coefficient, result.harvest);
        forecast.add(cost(unit), job.relations);
        polynomials += cost(unit);
        perPolynomial.merge(result.device, result.nanos / cost(unit), (old, now) -> 0.75 * old + 0.25 * now);
        if (!result.device.equals(running.get().device())) {
            beside = result.device;
        }
        if (file != null) {
            file.append(unit.coefficient.index(), unit.from, unit.to, result.harvest);
        }
    }

    @Override
    public void ended() {
        RelationEngine relations = running.get().factors().relations();
        if (relations != null) {
            relations.release(job.tables);
        }
    }

    @Override
    public String doing() {
        double share = polynomials / totalCost();
        double left = (System.nanoTime() - start) / 1e9 * (1 - share) / share;
        return "quadratic sieve of " + job.n.toString().length() + " digits, " + Math.min(job.relations.sets(), job.needed()) + " of "
                + job.needed() + " relations" + (share > 0.01 ? ", about " + (long) Math.ceil(Math.max(left, 0)) + " s left" : "");
    }

    @Override
    public boolean finished() {
        return job.enough();
    }
}
