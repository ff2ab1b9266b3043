package dev.kernelbridge.bind.call;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Prototype;
import java.util.ArrayList;
import java.util.List;

/**
 * How many arguments there are, and what C takes the variadic ones to be: by C's default promotions, from their Java types.
 *
 * @param prototype the function
 * @param java the Java side
 */
record Tail(Prototype prototype, Signature java) {

    /** {@return the prototype with the tail's types at its end; null if the numbers of parameters do not agree} */
    Prototype called(List<String> problems) {
        List<CType.Parameter> all = new ArrayList<>(prototype.type().parameters());
        int given = java.forC().size();
        if (given < all.size() || given > all.size() && !prototype.type().variadic()) {
            problems.add(java.where() + " has " + given + " parameters for C, and the prototype has " + all.size() + ": " + prototype);
            return null;
        }
        for (int i = all.size(); i < given; i++) {
            Class<?> type = java.forC().get(i).type();
            CType promoted = Derived.promoted(type, java.forC().get(i).direction() == Signature.Direction.IN);
            if (promoted == null || promoted == CType.VOID) {
                problems.add(java.where() + ": parameter " + (i + 1) + " is " + type.getTypeName() + " and goes into the variadic tail of "
                        + prototype + "; take a number, a String, an array or a MemorySegment");
                return null;
            }
            all.add(new CType.Parameter("", promoted));
        }
        return new Prototype(prototype.name(), new CType.Function(prototype.type().result(), all, prototype.type().variadic()));
    }
}
