package dev.kernelbridge.bind.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many elements C takes the memory to have. An array, buffer or segment with fewer is refused before the call. Elements of
 * {@code void *} are bytes.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface SizedBy {

    /**
     * {@return the name of another parameter of the prototype, or a product of names and numbers as {@code "3*n"} or {@code
     * "lda*n"}} Where that parameter is an {@code int[]} or {@code long[]} (a length that C also writes), its first element counts.
     */
    String value();
}
