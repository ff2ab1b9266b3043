package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Declarations;
import dev.kernelbridge.bind.c.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Declarations that {@link C#parse} has read. Immutable; knows no library yet. */
public final class CText {

    private final Declarations declarations;

    CText(Declarations declarations) {
        this.declarations = declarations;
    }

    /**
     * A constant of an enum, a {@code #define} or a {@code static const}.
     *
     * @param name its name
     * @return a Long (an unsigned 64-bit one as its bits), a Double or a String
     * @throws IllegalArgumentException if the text has no such constant
     */
    public Object constant(String name) {
        Object value = declarations.constants().get(name);
        if (value == null) {
            throw missing("constant", name, new ArrayList<>(declarations.constants().keySet()));
        }
        return value;
    }

    /** {@return all constants by name, in the order of the text} */
    public Map<String, Object> constants() {
        return declarations.constants();
    }

    /** {@return all functions by name, each with its prototype in C, in the order of the text} */
    public Map<String, String> functions() {
        Map<String, String> all = new LinkedHashMap<>();
        declarations.functions().forEach((name, prototype) -> all.put(name, prototype.toString()));
        return Collections.unmodifiableMap(all);
    }

    /**
     * A struct.
     *
     * @param name its tag, or a typedef's name for it
     * @throws IllegalArgumentException if the text has no such struct with members
     */
    public StructType struct(String name) {
        return StructType.of(aggregate(false, name));
    }

    /** The same for a union. */
    public StructType union(String name) {
        return StructType.of(aggregate(true, name));
    }

    /**
     * Opens the library that has what the text declares.
     *
     * @param library its name, as {@link NativeLibrary#open(String)} takes it
     * @throws NativeLibraryException if it does not load
     */
    public CLibrary open(String library) {
        return on(NativeLibrary.open(library));
    }

    /** These declarations for a library that is open. */
    public CLibrary on(NativeLibrary library) {
        return new CLibrary(library, declarations);
    }

    Declarations declarations() {
        return declarations;
    }

    /** The struct or union of that tag, or that a typedef of that name stands for. */
    CType.Aggregate aggregate(boolean union, String name) {
        CType.Aggregate tagged = declarations.aggregates().get(name);
        if (tagged != null && tagged.union() == union) {
            return known(tagged);
        }
        CType type = declarations.typedefs().get(name);
        if (type != null && type.strip() instanceof CType.Aggregate named && named.union() == union) {
            return known(named);
        }
        Map<String, CType> all = new TreeMap<>(declarations.typedefs());
        all.putAll(declarations.aggregates());
        all.values().removeIf(t -> !(t.strip() instanceof CType.Aggregate a && a.union() == union));
        throw missing(union ? "union" : "struct", name, new ArrayList<>(all.keySet()));
    }

    private CType.Aggregate known(CType.Aggregate type) {
        String why = type.opaque() ? declarations.whyNot(type.toString()) : "";
        if (!why.isEmpty()) {
            throw new BindingException("the members of " + type + " are not known" + why);
        }
        return type;
    }

    private static IllegalArgumentException missing(String what, String name, List<String> known) {
        return new IllegalArgumentException("the text has no " + what + " '" + name + "'" + Nearest.question(name, known));
    }

    @Override
    public String toString() {
        return "C text with " + declarations.functions().size() + " functions, " + declarations.constants().size() + " constants, "
                + declarations.aggregates().size() + " tagged structs and unions";
    }
}
