package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.NativeCallException;
import dev.kernelbridge.bind.annotation.Fails;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Whether a returned value says that the function failed. Values are compared with their sign: an unsigned one of all bits is -1.
 *
 * @param function the function's name
 * @param when which values mean failure
 * @param but values that do not all the same
 * @param unsigned the bits that count, where the value is to be shown without a sign; else -1
 */
record ReturnCheck(String function, Fails.When when, long[] but, long unsigned) {

    /**
     * Throws if the function failed.
     *
     * @param value what it returned, sign-extended; a pointer's address
     * @param state where errno was kept, or null
     */
    void check(long value, MemorySegment state) {
        boolean failed = switch (when) {
            case NONZERO -> value != 0;
            case NEGATIVE -> value < 0;
            case MINUS_ONE -> value == -1;
            case ZERO, NULL -> value == 0;
            case ALWAYS -> true;
        };
        if (failed && !contains(value)) {
            int errno = state == null ? 0 : Errno.in(state);
            throw new NativeCallException(function, value & unsigned, errno, errno == 0 ? "" : Errno.text(errno));
        }
    }

    private boolean contains(long value) {
        for (long one : but) {
            if (one == value) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return function + " fails when " + when + " but " + Arrays.toString(but);
    }
}
