package dev.kernelbridge.primes.gourdon;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts of a sieve that have been counted, each from its own beginning; neighbours are put together as they come, so that few
 * are kept. Let a stretch have the sum s, the counts c(b) and the signs g(b). What asked in it lacks what lies below it: for two
 * neighbours the sum is s1 + s2 + sum over b of g2(b) c1(b), and counts and signs add up.
 */
final class Stretches {
    private final TreeMap<Long, Stretch> byBeginning = new TreeMap<>();

    private record Stretch(long end, Gourdon.Part part) {
    }

    /** Adds [from, to), which was not there. */
    void add(long from, long to, Gourdon.Part part) {
        long begin = from;
        long end = to;
        Gourdon.Part whole = part;
        Map.Entry<Long, Stretch> below = byBeginning.floorEntry(from);
        if (below != null && below.getValue().end() == from) {
            whole = join(below.getValue().part(), whole);
            begin = below.getKey();
        }
        Stretch above = byBeginning.remove(to);
        if (above != null) {
            whole = join(whole, above.part());
            end = above.end();
        }
        byBeginning.put(begin, new Stretch(end, whole));
    }

    /** All of it, once nothing is missing. */
    Gourdon.Part whole() {
        if (byBeginning.size() != 1) {
            throw new IllegalStateException(byBeginning.size() + " stretches are left apart");
        }
        return byBeginning.firstEntry().getValue().part();
    }

    private static Gourdon.Part join(Gourdon.Part low, Gourdon.Part high) {
        long sum = low.sum() + high.sum();
        long[] phi = low.phi().length >= high.phi().length ? low.phi().clone() : java.util.Arrays.copyOf(low.phi(), high.phi().length);
        long[] signs = java.util.Arrays.copyOf(low.signs(), phi.length);
        for (int b = 0; b < high.phi().length; b++) {
            sum += high.signs()[b] * phi[b];
            phi[b] += high.phi()[b];
            signs[b] += high.signs()[b];
        }
        return new Gourdon.Part(sum, phi, signs);
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(byBeginning.size());
        for (Map.Entry<Long, Stretch> one : byBeginning.entrySet()) {
            out.writeLong(one.getKey());
            out.writeLong(one.getValue().end());
            Gourdon.Part part = one.getValue().part();
            out.writeLong(part.sum());
            out.writeInt(part.phi().length);
            for (int b = 0; b < part.phi().length; b++) {
                out.writeLong(part.phi()[b]);
                out.writeLong(part.signs()[b]);
            }
        }
    }

    void load(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            long from = in.readLong();
            long to = in.readLong();
            long sum = in.readLong();
            long[] phi = new long[in.readInt()];
            long[] signs = new long[phi.length];
            for (int b = 0; b < phi.length; b++) {
                phi[b] = in.readLong();
                signs[b] = in.readLong();
            }
            add(from, to, new Gourdon.Part(sum, phi, signs));
        }
    }
}
