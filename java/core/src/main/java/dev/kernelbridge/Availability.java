package dev.kernelbridge;

import java.util.Objects;

/**
 * Whether a backend or device can be used, as a value: asking never throws, and the second answer equals the first.
 *
 * @param reason why not, in one clause without a final stop; empty if available
 * @param fix    what to do about it; empty if available or if nothing can be done
 */
public record Availability(boolean available, String reason, String fix) {

    /** It can be used. */
    public static final Availability AVAILABLE = new Availability(true, "", "");

    public Availability {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(fix, "fix");
    }

    /** It cannot be used, for that reason; {@code fix} says what would help. */
    public static Availability missing(String reason, String fix) {
        return new Availability(false, reason, fix);
    }

    /** {@code available}, or reason and fix. */
    @Override
    public String toString() {
        return available ? "available" : fix.isEmpty() ? reason : reason + "; " + fix;
    }
}
