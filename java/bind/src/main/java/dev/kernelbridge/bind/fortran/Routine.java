package dev.kernelbridge.bind.fortran;

import java.util.List;
import java.util.Optional;

/**
 * A Fortran subroutine or function as its declarations say it: enough to call it as a compiler for this platform would.
 *
 * @param name its name, in lower case
 * @param symbol its name in a library, by the rule of gfortran and flang: in lower case with an underscore behind, {@code
 *     __module_MOD_name} within a module, as it stands in {@code bind(c)}
 * @param result what a function returns; empty for a subroutine
 * @param arguments its dummy arguments in their order
 */
public record Routine(String name, String symbol, Optional<Type> result, List<Argument> arguments) {

    public Routine {
        arguments = List.copyOf(arguments);
    }

    /** The intrinsic types. */
    public enum Kind { INTEGER, REAL, LOGICAL, COMPLEX, CHARACTER }

    /**
     * A type with its kind.
     *
     * @param kind which
     * @param bytes the size of a value; of one of both parts of a complex number; 1 for characters
     */
    public record Type(Kind kind, int bytes) {
        @Override
        public String toString() {
            return kind.name().toLowerCase() + (kind == Kind.CHARACTER ? "" : "(" + bytes + ")");
        }
    }

    /** Which way an argument goes; UNKNOWN where the text says nothing, as in Fortran 77: then Java's type decides. */
    public enum Intent { IN, OUT, INOUT, UNKNOWN }

    /**
     * A dummy argument.
     *
     * @param name its name, in lower case
     * @param type its type
     * @param intent its intent
     * @param extents how many elements each dimension has, as expressions of other arguments; empty for a scalar
     * @param byValue whether it has the attribute {@code value}
     * @param optional whether it may be absent
     * @param length how many characters one string has; null for other types
     */
    public record Argument(String name, Type type, Intent intent, List<Extent> extents, boolean byValue, boolean optional, Extent length) {
        public Argument {
            extents = List.copyOf(extents);
        }

        /** {@return whether it has no dimensions} */
        public boolean scalar() {
            return extents.isEmpty();
        }

        @Override
        public String toString() {
            String shape = scalar() ? "" : extents.stream().map(Extent::text).collect(java.util.stream.Collectors.joining(",", "(", ")"));
            String what = length == null ? type.toString() : "character(len=" + length.text() + ")";
            return what + (intent == Intent.UNKNOWN ? "" : ", intent(" + intent.name().toLowerCase() + ")") + " :: " + name + shape;
        }
    }

    /** {@return its declaration as Fortran writes it} */
    @Override
    public String toString() {
        return (result.isPresent() ? result.get() + " function " : "subroutine ") + name + "("
                + String.join(", ", arguments.stream().map(Argument::name).toList()) + ")";
    }
}
