package dev.kernelbridge.bind.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * When the return code says that the function failed; the call then ends with a {@link dev.kernelbridge.bind.NativeCallException}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Fails {

    /** The ways in which C says no. */
    enum When {
        /** Any value but 0. */
        NONZERO,
        /** A value below 0. */
        NEGATIVE,
        /** The value -1. */
        MINUS_ONE,
        /** The value 0, which a pointer calls NULL. */
        ZERO,
        /** The pointer NULL. */
        NULL,
        /** Any value but those that {@link #but} lists. */
        ALWAYS
    }

    /** {@return which values mean failure} */
    When value() default When.ALWAYS;

    /** {@return values that mean success all the same: numbers, or constants of the C text by name, as {@code "SQLITE_ROW"}} */
    String[] but() default {};
}
