package dev.kernelbridge.bind.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A type of C, as data: what the parser makes of text, what a Java signature stands for, and what layouts, calls and generated
 * sources are made of. Nothing here knows a size: {@link Layouts} asks the platform.
 */
public sealed interface CType {

    /** {@code void}: only as a result, and behind a pointer. */
    CType VOID = new Void();

    /** No value, or memory of unknown type behind a pointer. */
    record Void() implements CType {
        @Override
        public String toString() {
            return "void";
        }
    }

    /** An arithmetic type; an alias as {@code uint32_t} is a {@link Named} of one of these. */
    enum Scalar implements CType {
        BOOL("_Bool", false), CHAR("char", true), SCHAR("signed char", true), UCHAR("unsigned char", false),
        SHORT("short", true), USHORT("unsigned short", false), INT("int", true), UINT("unsigned int", false),
        LONG("long", true), ULONG("unsigned long", false), LLONG("long long", true), ULLONG("unsigned long long", false),
        FLOAT("float", true), DOUBLE("double", true);

        private final String text;
        private final boolean signed; // of char: x86-64's answer; nothing depends on it but the range of its constants

        Scalar(String text, boolean signed) {
            this.text = text;
            this.signed = signed;
        }

        /** {@return whether it has negative values; a plain {@code char} says yes, whatever the platform does} */
        public boolean signed() {
            return signed;
        }

        /** {@return whether it is a whole number; _Bool is} */
        public boolean integer() {
            return this != FLOAT && this != DOUBLE;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A pointer, to data or to a {@link Function}.
     *
     * @param to what it points to; {@link #VOID} for {@code void *}
     * @param toConst whether what it points to may not be written through it
     */
    record Pointer(CType to, boolean toConst) implements CType {
        @Override
        public String toString() {
            return text("");
        }
    }

    /**
     * An array within a struct or behind a pointer. As a parameter the parser has made it a pointer, as C does.
     *
     * @param of its elements
     * @param length how many; -1 for {@code []}, which only a struct's last member may have
     */
    record Array(CType of, long length) implements CType {
        @Override
        public String toString() {
            return text("");
        }
    }

    /**
     * A struct or union. It is what it is by identity, since it may point to itself; its members arrive after it was named, and
     * never do if it is opaque.
     */
    final class Aggregate implements CType {
        private final boolean union;
        private final String tag;
        private List<Member> members;

        /**
         * A struct or union without members yet.
         *
         * @param union whether it is a union
         * @param tag its tag; empty if it has none
         */
        public Aggregate(boolean union, String tag) {
            this.union = union;
            this.tag = Objects.requireNonNull(tag, "tag");
        }

        /** Gives it its members, once. */
        public void complete(List<Member> all) {
            if (members != null) {
                throw new IllegalStateException(this + " has its members already");
            }
            members = List.copyOf(all);
        }

        /** {@return whether all members begin at the same place} */
        public boolean union() {
            return union;
        }

        /** {@return the word behind struct or union; empty if there is none} */
        public String tag() {
            return tag;
        }

        /** {@return whether only its name is known, so that there are pointers to it and no values} */
        public boolean opaque() {
            return members == null;
        }

        /** {@return its members in their order; empty if it is opaque} */
        public List<Member> members() {
            return members == null ? List.of() : members;
        }

        /** {@return the member of that name, also one of an anonymous struct within} */
        public Optional<Member> member(String name) {
            for (Member member : members()) {
                Optional<Member> found = member.name().isEmpty() && member.type().strip() instanceof Aggregate inner
                        ? inner.member(name) : Optional.of(member).filter(m -> m.name().equals(name));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return (union ? "union " : "struct ") + (tag.isEmpty() ? "(anonymous)" : tag);
        }
    }

    /**
     * A member of a struct or union.
     *
     * @param name its name; empty for an anonymous struct or union, whose own members then belong to the outer one
     * @param type its type
     */
    record Member(String name, CType type) {
    }

    /**
     * An enum.
     *
     * @param tag its tag; empty if it has none
     * @param constants its constants with their values, in their order
     * @param carrier the integer type that holds it: what C compilers of this platform take
     */
    record Enumeration(String tag, List<Constant> constants, Scalar carrier) implements CType {
        public Enumeration {
            constants = List.copyOf(constants);
        }

        @Override
        public String toString() {
            return "enum " + (tag.isEmpty() ? "(anonymous)" : tag);
        }
    }

    /**
     * A constant of an enum.
     *
     * @param name its name
     * @param value its value; one above 2^63 - 1 is negative here
     */
    record Constant(String name, long value) {
    }

    /**
     * A function's type.
     *
     * @param result what it returns
     * @param parameters its parameters, arrays and functions already made pointers
     * @param variadic whether more arguments may follow ({@code ...})
     */
    record Function(CType result, List<Parameter> parameters, boolean variadic) implements CType {
        public Function {
            parameters = List.copyOf(parameters);
        }

        @Override
        public String text(String name) {
            return result.text(name + "(" + list() + ")");
        }

        private String list() {
            List<String> all = new ArrayList<>(parameters.stream().map(p -> p.type().text(p.name())).toList());
            if (variadic) {
                all.add("...");
            }
            return all.isEmpty() ? "void" : String.join(", ", all);
        }

        @Override
        public String toString() {
            return text("");
        }
    }

    /**
     * A parameter.
     *
     * @param name its name; empty if the prototype gives none
     * @param type its type
     */
    record Parameter(String name, CType type) {
    }

    /**
     * A typedef's name for a type, kept for messages and generated sources; {@link #strip} looks through it.
     *
     * @param name the name
     * @param is what it stands for
     */
    record Named(String name, CType is) implements CType {
        /** The name's: a function type made of function types of function types would take its time. */
        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Its declaration in C, from the name outwards as C writes it.
     *
     * @param name the name; empty for the type alone
     * @return the declaration, without a semicolon
     */
    default String text(String name) {
        return switch (this) {
            case Pointer p when p.to() instanceof Function f -> f.text("(*" + name + ")");
            case Pointer p when p.to() instanceof Array a -> {
                String lengths = "(*" + name + ")";
                CType element = a;
                for (; element instanceof Array array; element = array.of()) {
                    lengths += "[" + (array.length() < 0 ? "" : array.length()) + "]";
                }
                yield !p.toConst() ? element.text(lengths) // what is const behind it is the elements
                        : element instanceof Pointer ? element.text("const " + lengths) : "const " + element.text(lengths);
            }
            case Pointer p when p.toConst() && p.to() instanceof Pointer -> p.to().text("const *" + name);
            case Pointer p when p.toConst() -> "const " + p.to().text("*" + name);
            case Pointer p -> p.to().text("*" + name);
            case Array a -> a.of().text(name + "[" + (a.length() < 0 ? "" : a.length()) + "]");
            case Function f -> f.text(name);
            default -> this + (name.isEmpty() || name.startsWith("[") ? "" : " ") + name;
        };
    }

    /** {@return the type behind all typedefs} */
    default CType strip() {
        CType type = this;
        while (type instanceof Named named) {
            type = named.is();
        }
        return type;
    }
}
