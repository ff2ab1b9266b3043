package dev.kernelbridge.bind.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The function returns within microseconds, never waits and never calls back: the call is made without leaving Java, and heap
 * arrays are handed to C in place, without a copy. While it runs the garbage collector cannot: a slow function stops the program. The
 * word is {@link java.lang.foreign.Linker.Option#critical}'s.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Critical {
}
