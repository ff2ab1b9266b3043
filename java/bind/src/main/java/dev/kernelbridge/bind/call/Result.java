package dev.kernelbridge.bind.call;

/**
 * How what C returns becomes what Java returns.
 *
 * @param carrier what the linker returns; void.class if nothing
 * @param conversion (carrier)java, or (carrier, Arena)java; null if there is none
 * @param memory where a struct goes that is returned by value
 * @param owner whether the conversion takes the method's Arena
 */
record Result(Class<?> carrier, Argument.Handle conversion, Memory memory, boolean owner) {

    /** Where a struct is put that is returned by value. */
    enum Memory {
        /** It is no struct by value. */
        NONE,
        /** Into the frame: it becomes a record before the call ends. */
        FRAME,
        /** Into an arena: the caller's, or one that the garbage collector closes. */
        ARENA
    }

    static Result plain(Class<?> carrier, Argument.Handle conversion) {
        return new Result(carrier, conversion, Memory.NONE, false);
    }
}
