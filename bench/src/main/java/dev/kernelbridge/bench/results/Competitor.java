package dev.kernelbridge.bench.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Who was timed.
 *
 * @param id    as in the rows: {@code ffm}, {@code primesieve}
 * @param title for people: {@code FFM on AMD EPYC, 2 cores, x86-64-v4}, {@code primesieve 11.0}
 * @param what  what it computes and how, in a few words
 * @param peer  whether it is somebody else's
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Competitor(String id, String title, String what, boolean peer) {
    /** Nothing is null. */
    public Competitor {
        if (id == null) {
            throw new IllegalArgumentException("a competitor without id");
        }
        title = title == null ? id : title;
        what = what == null ? "" : what;
    }
}
