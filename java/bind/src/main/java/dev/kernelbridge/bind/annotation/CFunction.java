package dev.kernelbridge.bind.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The C prototype of the function that a method calls. Without it the prototype is that of the C text, or comes from the Java types. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CFunction {

    /** {@return the prototype, as {@code "int abs(int j)"}; a semicolon at its end is allowed} */
    String value();
}
