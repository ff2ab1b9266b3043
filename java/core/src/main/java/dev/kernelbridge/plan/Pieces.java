package dev.kernelbridge.plan;

import dev.kernelbridge.spi.Engine;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a plan needs before its units, in pieces 0, 1, ... of about equal work that each write to a place of their own; see
 * {@link Runner#prepare}.
 *
 * @param processors whether they are the processor's work, whatever engine runs the call
 * @param work       fills a piece; called again for a piece whose device failed
 */
public record Pieces(String kernel, int count, boolean processors, ObjIntConsumer<Engine> work) implements Plan<Integer, Boolean> {

    @Override
    public Iterator<Integer> units(Supplier<Engine> running) {
        return processors ? Collections.emptyIterator() : all();
    }

    @Override
    public Iterator<Integer> processorUnits() {
        return processors ? all() : Collections.emptyIterator();
    }

    private Iterator<Integer> all() {
        return IntStream.range(0, count).iterator();
    }

    @Override
    public Iterator<Integer> split(Integer piece, Engine next) {
        return Collections.singleton(piece).iterator();
    }

    @Override
    public double totalCost() {
        return count;
    }

    @Override
    public double cost(Integer piece) {
        return 1;
    }

    @Override
    public Boolean run(Engine engine, Integer piece) {
        work.accept(engine, piece);
        return true;
    }

    @Override
    public void accept(Integer piece, Boolean filled) {
        // it is in its place
    }
}
