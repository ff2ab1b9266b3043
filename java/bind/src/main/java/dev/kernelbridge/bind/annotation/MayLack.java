package dev.kernelbridge.bind.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The library may lack functions of the interface, as another version of it than the one that the header came from. The interface is
 * bound all the same, and a call of a method whose function is not there is a {@link dev.kernelbridge.bind.NativeLibraryException}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface MayLack {
}
