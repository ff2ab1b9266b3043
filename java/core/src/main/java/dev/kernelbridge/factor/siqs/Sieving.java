package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** Sieves polynomials in any order until there are enough relations: a unit is a stretch of one coefficient's polynomials. */
final class Sieving implements Plan<Sieving.Unit, Sieving.Result> {
    private static final double UNIT_NANOS = 50e6;

    private final Job job;
    private final RelationFile file; // or null
    private final long start = System.nanoTime();
    private double polynomials; // sieved since
    private int coefficient;
    private int polynomial;
    private double perPolynomial = UNIT_NANOS / 8; // nanoseconds; a first guess that makes small units
    private final Forecast forecast = new Forecast();
    private final double before; // polynomials that an earlier call sieved

    /** Polynomials {@code from <= g < to} of a coefficient. */
    record Unit(SieveCoefficient coefficient, int from, int to) implements Serializable {
    }

    /** What they gave, and how long that took. */
    record Result(Harvest harvest, long nanos) {
    }

    /** Sieves from the coefficient of that index on; {@code done} polynomials were sieved before. */
    Sieving(Job job, RelationFile file, int coefficient, double done) {
        this.job = job;
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
    public Iterator<Unit> units(Supplier<Engine> running) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Unit next() {
                SieveCoefficient c = job.coefficients.get(coefficient);
                int from = polynomial;
                int to = (int) Math.min(c.polynomials(), from + Math.max(1, Math.round(UNIT_NANOS / perPolynomial)));
                polynomial = to;
                if (to == c.polynomials()) {
                    polynomial = 0;
                    coefficient++;
                }
                return new Unit(c, from, to);
            }
        };
    }

    @Override
    public Iterator<Unit> split(Unit unit, Engine next) {
        return List.of(unit).iterator();
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
        return new Result(Harvest.of(job.tables, unit.coefficient, found, engine), System.nanoTime() - start);
    }

    @Override
    public void accept(Unit unit, Result result) {
        job.relations.addAll(unit.coefficient, result.harvest);
        forecast.add(cost(unit), job.relations);
        polynomials += cost(unit);
        perPolynomial = 0.75 * perPolynomial + 0.25 * result.nanos / cost(unit);
        if (file != null) {
            file.append(unit.coefficient.index(), unit.from, unit.to, result.harvest);
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
