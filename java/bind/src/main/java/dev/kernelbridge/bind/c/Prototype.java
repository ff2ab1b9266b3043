package dev.kernelbridge.bind.c;

import java.util.Objects;

/**
 * A function's name and type.
 *
 * @param name the name, which is also the symbol's
 * @param type the type
 */
public record Prototype(String name, CType.Function type) {
    public Prototype {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    /** {@return its declaration in C, without a semicolon} */
    @Override
    public String toString() {
        return type.text(name);
    }
}
