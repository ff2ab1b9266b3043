package dev.kernelbridge.bench.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One question asked of one competitor. Rows with the same kernel, question, variant and size are the same work: they may be compared.
 *
 * @param kernel     primes, factor, vector, bridge, first or article
 * @param question   what is computed: {@code countPrimes}, {@code dot f64}, {@code factorizeAll semiprimes}
 * @param variant    under which conditions: {@code all threads}, {@code heap}, {@code resident}, {@code fresh JVM}
 * @param size       of the input, as a person writes it: {@code 1e10}, {@code 63 bits}, {@code 1000}
 * @param amount     the size as a number, for an axis
 * @param competitor a backend ({@code ffm}) or a peer ({@code primesieve}); {@link Results#competitors} has its title
 * @param status     whether there are times, and if not, what kind of reason there is
 * @param reason     why there are none; empty otherwise
 * @param rounds     seconds per operation: one array a round (a fresh JVM), one value an iteration. In one round all competitors of a
 *                   question ran one after the other, so that rounds may be compared pair by pair.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Row(String kernel, String question, String variant, String size, double amount, String competitor, Status status,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String reason, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<double[]> rounds) {

    /** What became of a row. */
    public enum Status {
        /** There are times, of results that were checked. */
        MEASURED,
        /** The competitor is not on this machine, or cannot do this. */
        MISSING,
        /** It ran and failed, or gave a wrong result. */
        REFUSED,
        /** It would take too long, by what a smaller size took. */
        TOO_LONG,
        /** Its turn has not come: the run was interrupted or its time was up. */
        PENDING
    }

    /** Nothing is null. */
    public Row {
        reason = reason == null ? "" : reason;
        rounds = rounds == null ? List.of() : List.copyOf(rounds);
        status = status == null ? Status.PENDING : status;
        if (kernel == null || question == null || variant == null || size == null || competitor == null) {
            throw new IllegalArgumentException("a row without kernel, question, variant, size or competitor");
        }
        if (status == Status.MEASURED && (rounds.isEmpty() || rounds.stream().anyMatch(r -> r.length == 0
                || Arrays.stream(r).anyMatch(s -> !(s > 0 && s < Double.POSITIVE_INFINITY))))) {
            throw new IllegalArgumentException(competitor + " in " + question + " " + size
                    + " is measured but has no time, or one that is not above 0");
        }
    }

    /** A row whose turn has not come. */
    public static Row pending(String kernel, String question, String variant, String size, double amount, String competitor) {
        return new Row(kernel, question, variant, size, amount, competitor, Status.PENDING, "", List.of());
    }

    /** This row with one more round. */
    public Row with(double[] round) {
        List<double[]> more = new ArrayList<>(rounds);
        more.add(round);
        return new Row(kernel, question, variant, size, amount, competitor, Status.MEASURED, "", more);
    }

    /** This row without times. */
    public Row without(Status why, String because) {
        return new Row(kernel, question, variant, size, amount, competitor, why, because, List.of());
    }

    /** Whether there are times. */
    public boolean measured() {
        return status == Status.MEASURED;
    }

    /** What is the same in rows that may be compared. */
    public String task() {
        return String.join(" | ", kernel, question, variant, size);
    }

    /** What identifies the row in its file. */
    public String key() {
        return task() + " | " + competitor;
    }

    /** The median time in seconds, over all iterations of all rounds; NaN where there is none. In the file too, for other programs. */
    @JsonProperty
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Statistics.NotANumber.class)
    public double median() {
        return Statistics.median(all());
    }

    /** The fastest iteration in seconds; NaN where there is none. */
    @JsonProperty
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Statistics.NotANumber.class)
    public double low() {
        return Arrays.stream(all()).min().orElse(Double.NaN);
    }

    /** The slowest iteration in seconds; NaN where there is none. */
    @JsonProperty
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Statistics.NotANumber.class)
    public double high() {
        return Arrays.stream(all()).max().orElse(Double.NaN);
    }

    /** The median of each round, in seconds. */
    public double[] roundMedians() {
        return rounds.stream().mapToDouble(Statistics::median).toArray();
    }

    private double[] all() {
        return rounds.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
