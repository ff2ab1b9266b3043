package dev.kernelbridge.bench.bridge;

/** Stands in a contestant's row where its library is missing: JMH prints it instead of a number and goes on with the next. */
final class ContestantMissingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ContestantMissingException(Contestant contestant, Throwable reason) {
        super(contestant + " (" + contestant.what() + ") is not here: " + reason.getMessage(), reason);
    }
}
