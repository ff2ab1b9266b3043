package dev.kernelbridge.bind.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The caller owns what the function returns, and this function frees it: a String's bytes right after they were copied; a
 * {@code MemorySegment} when the method's last parameter, an {@code Arena}, is closed, or else when nothing refers to it any more.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface FreedBy {

    /** {@return the name of the function, {@code void f(void *)}, in the same library or in the process (as {@code free})} */
    String value();
}
