package dev.kernelbridge.bind.header;

import dev.kernelbridge.bind.CHeader.Entry;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.CType.Aggregate;
import dev.kernelbridge.bind.c.CType.Enumeration;
import dev.kernelbridge.bind.c.CType.Named;
import dev.kernelbridge.bind.c.Declarations;
import dev.kernelbridge.bind.c.Prototype;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of the declarations is bound: what the header itself declares, and the structs and enums that this cannot do without; and why
 * the rest is not.
 */
final class Chosen {

    private final Declarations all;
    private final Order order;
    private final Portable portable;
    private final Map<CType, String> names = new HashMap<>();
    private final Set<Aggregate> byValue = new HashSet<>();
    private final Map<String, Prototype> functions = new LinkedHashMap<>();
    private final Map<String, CType.Function> functionTypes = new LinkedHashMap<>();
    private final Set<Aggregate> structs = new LinkedHashSet<>();
    private final Set<Enumeration> enums = new LinkedHashSet<>();
    private final Set<CType> open = new HashSet<>();
    private final List<Entry> refused = new ArrayList<>();

    Chosen(Declarations all, Order order) {
        this.all = all;
        this.order = order;
        Map<CType, String> onlyNames = new LinkedHashMap<>();
        for (boolean ours : new boolean[] {true, false}) { // the header's own names come first
            all.typedefs().forEach((name, type) -> {
                if ((type instanceof Aggregate || type instanceof Enumeration) && own(name) == ours) {
                    names.putIfAbsent(type, name);
                    if (tag(type).isEmpty()) {
                        onlyNames.putIfAbsent(type, name);
                    }
                }
            });
        }
        portable = new Portable(onlyNames);
        Stream.concat(all.aggregates().values().stream(), onlyNames.keySet().stream().filter(Aggregate.class::isInstance))
                .filter(a -> own(key(a))).sorted(Comparator.comparingInt(a -> line(key(a)))).forEach(this::visit);
        all.functions().values().stream().filter(f -> own(f.name())).forEach(this::function);
        all.typedefs().forEach(this::functionType);
        all.refused().stream().filter(r -> order.own().test(r.at().file()))
                .forEach(r -> refused.add(new Entry("refused", r.name(), false, r.reason(), r.at().line())));
    }

    private void function(Prototype prototype) {
        CType.Function type = portable.function(prototype.type());
        int line = all.origins().get(prototype.name()).at().line();
        if (!portable.named(type)) {
            refused.add(new Entry("refused", prototype.name(), false, "one of its types has no name; give it one in the header", line));
        } else if (!order.present().test(prototype.name())) {
            refused.add(new Entry("missing", prototype.name(), false, order.lacks(), line));
        } else {
            functions.put(prototype.name(), new Prototype(prototype.name(), type));
            value(type.result());
            visit(type.result());
            type.parameters().forEach(p -> {
                value(p.type());
                visit(p.type());
            });
        }
    }

    private void value(CType type) {
        if (type.strip() instanceof Aggregate a) {
            byValue.add(a);
        }
    }

    private void functionType(String name, CType type) {
        if (own(name) && type instanceof CType.Pointer p && p.to().strip() instanceof CType.Function f && portable.named(f)) {
            functionTypes.put(name, portable.function(f));
        }
    }

    /** Takes in what a text that names this type has to declare before. */
    private void visit(CType type) {
        switch (type) {
            case Named n -> visit(n.is());
            case CType.Array a -> visit(a.of());
            case Enumeration e -> enums.add(e);
            case CType.Pointer p when p.to().strip() instanceof Aggregate a && !a.tag().isEmpty() -> {
            }
            case CType.Pointer p -> visit(p.to());
            case CType.Function f -> {
                visit(f.result());
                f.parameters().forEach(p -> visit(p.type()));
            }
            case Aggregate a when !a.opaque() && open.add(a) -> {
                a.members().forEach(m -> visit(m.type()));
                if (!a.tag().isEmpty() || names.containsKey(a)) {
                    structs.add(a);
                }
            }
            default -> {
            }
        }
    }

    private static String tag(CType type) {
        return type instanceof Aggregate a ? a.tag() : ((Enumeration) type).tag();
    }

    /** {@return whether the header itself declares it: a function, typedef or constant by its name, a tag as "struct x"} */
    boolean own(String name) {
        Declarations.Origin origin = all.origins().get(name);
        return origin != null && order.own().test(origin.at().file());
    }

    /** {@return the comment of a name; empty if there is none} */
    String comment(String name) {
        Declarations.Origin origin = all.origins().get(name);
        return origin == null ? "" : origin.comment();
    }

    /** {@return the line that declares a name; 0 if that is not known} */
    int line(String name) {
        Declarations.Origin origin = all.origins().get(name);
        return origin == null ? 0 : origin.at().line();
    }

    /** {@return the word by which people call a struct, union or enum} */
    String name(CType type) {
        return names.getOrDefault(type, tag(type));
    }

    /** {@return what origins are kept under: {@code "struct x"}, or the typedef that is its only name} */
    String key(CType type) {
        return tag(type).isEmpty() ? name(type) : type.toString();
    }

    /** {@return the functions to bind, with portable types, in the header's order} */
    Map<String, Prototype> functions() {
        return functions;
    }

    /** {@return the header's own typedefs of function pointers} */
    Map<String, CType.Function> functionTypes() {
        return functionTypes;
    }

    /** {@return complete structs and unions that have a name, each after those that it holds} */
    Set<Aggregate> structs() {
        return structs;
    }

    /** {@return enums that functions or structs use} */
    Set<Enumeration> enums() {
        return enums;
    }

    /** {@return whether some function takes or returns the struct itself} */
    boolean byValue(Aggregate a) {
        return byValue.contains(a);
    }

    List<Entry> refused() {
        return refused;
    }

    Declarations all() {
        return all;
    }

    Portable portable() {
        return portable;
    }

    Order order() {
        return order;
    }
}
