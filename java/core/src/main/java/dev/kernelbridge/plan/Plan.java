package dev.kernelbridge.plan;

import dev.kernelbridge.spi.Engine;
import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * One request, cut into independent work units whose results can be combined in any order. The plan holds the combined result;
 * {@link Runner} hands its units to engines. A unit that an engine failed on is run again on another one.
 *
 * @param <U> a unit: small and serializable, so that it can travel
 * @param <R> the result of one unit
 */
public interface Plan<U extends Serializable, R> {

    /** The kernel's name, for progress and messages. */
    String kernel();

    /** The units, made as they are asked for, of the size that suits the engine that runs then; called once, used by one thread at a time. */
    Iterator<U> units(Supplier<Engine> running);

    /**
     * Further units, mostly the processor's work whatever engine runs them: while a device runs the others, threads that it has no use for
     * run these on the processor. Called once, after {@link #units}; each is run by whoever comes first.
     */
    default Iterator<U> processorUnits() {
        return Collections.emptyIterator();
    }

    /** How many threads have use for this engine at once: more than it runs units where a thread has work besides. */
    default int workers(Engine engine) {
        return engine.parallelism();
    }

    /** A unit that its engine failed on, cut to the size that suits the next engine. */
    Iterator<U> split(U unit, Engine next);

    /** The predicted work of all units, in any measure. */
    double totalCost();

    /** The predicted work of one unit, in the same measure. */
    double cost(U unit);

    /** Runs one unit; called by many threads at once. Leaves no trace if it throws. */
    R run(Engine engine, U unit);

    /** Takes a unit's result into account; called by one thread at a time, in any order, once for each unit. */
    void accept(U unit, R result);

    /** No unit runs any more, and none will, however it went: what engines keep for this plan may go. */
    default void ended() {
        // most plans leave nothing behind
    }

    /** What is being done and how long it should take, for people; empty where the share of work that is done says enough. */
    default String doing() {
        return "";
    }

    /** Whether the result is known already, so that the remaining units need not run. */
    default boolean finished() {
        return false;
    }
}
