package dev.kernelbridge.plan;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * Finds the least size from which on one of two is faster: sizes four times as large each time until it has won at two in a row, then
 * bisection between the last that it lost and the first that it won. A single win may be chance; a wrong turn later costs little, since it
 * is taken only where both are about as fast.
 */
public final class CrossoverSearch {
    private static final int GROWTH = 4;
    /** Closer than this is not worth a measurement. */
    private static final double CLOSE = 1.15;

    private final Race race;
    private final LongUnaryOperator possible;
    private final LongSupplier clock;
    private final long end;
    private final TreeMap<Long, double[]> tried = new TreeMap<>();
    private long last;

    /** Has both do something of a size several times. */
    @FunctionalInterface
    public interface Race {
        /** The time that the one takes over the other's, each time: below 1 it was faster. */
        double[] at(long size);
    }

    /**
     * The least size, infinite if it lost up to {@code low}; else between a size that it lost and one that it won each time.
     */
    public record Found(double least, double low, double high) {
    }

    /**
     * A search in sizes that there are.
     *
     * @param possible the nearest size that can be tried
     * @param clock    the time
     * @param end      when it is to be over; a size that would take longer, by those before it, is not tried
     */
    public CrossoverSearch(Race race, LongUnaryOperator possible, LongSupplier clock, long end) {
        this.race = race;
        this.possible = possible;
        this.clock = clock;
        this.end = end;
    }

    /** From sizes of {@code first} to {@code most}; empty if there was no time for any. */
    public Optional<Found> find(long first, long most) {
        long lost = 0;
        long won = 0;
        for (long size = first; affords(tried.isEmpty() ? 0 : GROWTH * last); size = possible.applyAsLong(Math.min(most, GROWTH * size))) {
            if (!wins(size)) {
                lost = size;
                won = 0;
            } else if (won == 0) {
                won = size;
            } else {
                break;
            }
            if (size >= most) {
                break;
            }
        }
        if (tried.isEmpty()) {
            return Optional.empty();
        }
        if (won == 0) {
            return Optional.of(new Found(Double.POSITIVE_INFINITY, tried.lastKey(), Double.POSITIVE_INFINITY));
        }
        while (lost > 0 && won > CLOSE * lost && affords(last)) {
            long middle = possible.applyAsLong((long) Math.sqrt((double) lost * won));
            if (middle <= lost || middle >= won) {
                break;
            }
            if (wins(middle)) {
                won = middle;
            } else {
                lost = middle;
            }
        }
        return Optional.of(new Found(won, surelyLost(won), surelyWon(won)));
    }

    private boolean affords(long nanos) {
        return clock.getAsLong() + nanos < end;
    }

    private boolean wins(long size) {
        long start = clock.getAsLong();
        double[] ratios = race.at(size).clone();
        last = clock.getAsLong() - start;
        Arrays.sort(ratios);
        tried.put(size, ratios);
        return ratios[ratios.length / 2] < 1;
    }

    private double surelyLost(long least) {
        for (Map.Entry<Long, double[]> one : tried.headMap(least, false).descendingMap().entrySet()) {
            if (one.getValue()[0] >= 1) {
                return one.getKey();
            }
        }
        return tried.firstKey();
    }

    private double surelyWon(long least) {
        for (Map.Entry<Long, double[]> one : tried.tailMap(least, true).entrySet()) {
            if (one.getValue()[one.getValue().length - 1] < 1) {
                return one.getKey();
            }
        }
        return tried.lastKey();
    }
}
