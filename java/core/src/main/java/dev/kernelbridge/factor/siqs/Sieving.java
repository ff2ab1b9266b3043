package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.Device;
import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.RelationEngine;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Sieves polynomials in any order until there are enough relations: a unit is a stretch of one coefficient's polynomials. While a device
 * sieves, the threads that it has no use for sieve on the processor, other coefficients, in units of its own pace.
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
    private Supplier<Engine> running;
    private Device beside; // what ran units beside it, or null
    private final Map<Device, Double> perPolynomial = new HashMap<>(); // nanoseconds
    private final Forecast forecast = new Forecast();
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

    /** One coefficient after the other, each of them from its first polynomial to its last: who goes on with one has its roots. */
    private final class Stretches implements Iterator<Unit> {
        private final Supplier<Device> device;
        private SieveCoefficient of;
        private int next;

        Stretches(Supplier<Device> device) {
            this.device = device;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Unit next() {
            if (of == null || next == of.polynomials()) {
                of = job.coefficients.get(coefficient++);
                next = 0;
            }
            Unit unit = new Unit(of, next, (int) Math.min(of.polynomials(), (long) next + length(device.get())));
            next = unit.to;
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
