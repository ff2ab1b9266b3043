package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import dev.kernelbridge.spi.SieveTables;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Whether a device finds what there is. What it says is checked, but what it keeps silent about costs time only, and could cost all of it:
 * so the processor sieves one polynomial of a device's first unit again, and of every {@value #EVERY}th, and must find nothing more.
 */
final class Sample {
    private static final int EVERY = 64;

    private final Supplier<Engine> processor;
    private final AtomicInteger units = new AtomicInteger();

    Sample(Supplier<Engine> processor) {
        this.processor = processor;
    }

    /** Looks at a unit's relations if it is its turn. */
    void look(Engine engine, SieveTables tables, SieveCoefficient c, int from, int to, RelationList found) {
        if (engine.factors().proves()) {
            return; // the processor itself
        }
        int turn = units.getAndIncrement();
        if (turn % EVERY != 0) {
            return;
        }
        int g = from + turn / EVERY % (to - from);
        RelationList expected = new RelationList();
        processor.get().factors().relations().sieve(tables, c, g, g + 1, expected);
        Set<Integer> places = places(found, g);
        for (int x : places(expected, g)) {
            if (!places.contains(x)) {
                throw new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT, engine.device()
                        + " missed a relation of the quadratic sieve: polynomial " + g + " of coefficient " + c.index() + " at x = " + x);
            }
        }
    }

    private static Set<Integer> places(RelationList list, int g) {
        Set<Integer> places = new HashSet<>();
        int[] data = list.data();
        for (int at = 0; at < list.size(); at += RelationList.HEAD + data[at + 4]) {
            if (data[at] == g) {
                places.add(data[at + 1]);
            }
        }
        return places;
    }
}
