package dev.kernelbridge.bind.header;

import dev.kernelbridge.bind.CHeader.Entry;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.CType.Aggregate;
import dev.kernelbridge.bind.c.CType.Enumeration;
import dev.kernelbridge.bind.c.CType.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Function pointers as functional interfaces, one for each type. Each can make a function pointer that lives as long as an Arena: a
 * header does not say how long C keeps one.
 */
final class Callables {

    private final Chosen chosen;
    private final Structs structs;
    private final JavaTypes types;
    private final JavaNames names;
    private final Map<String, Callable> all = new LinkedHashMap<>();

    private record Callable(String name, CType.Function type, String c, List<String> structs, int line) {
    }

    Callables(Chosen chosen, Structs structs, JavaTypes types, JavaNames names) {
        this.chosen = chosen;
        this.structs = structs;
        this.types = types;
        this.names = names;
        chosen.functionTypes().forEach((name, type) -> of(type, name, name, chosen.line(name)));
    }

    /**
     * The interface for a type, made if there is none yet.
     *
     * @param name a name that says what it is for
     * @param c what C calls it
     */
    Optional<String> of(CType.Function type, String name, String c, int line) {
        if (type.variadic()) {
            return Optional.empty();
        }
        List<CType.Parameter> bare = type.parameters().stream().map(p -> new CType.Parameter("", p.type())).toList();
        Callable known = all.get(new CType.Function(type.result(), bare, false).toString());
        if (known == null) {
            Set<String> needed = new HashSet<>();
            List<CType> values = new ArrayList<>(type.parameters().stream().map(CType.Parameter::type).toList());
            values.add(type.result());
            for (CType value : values) {
                if (value.strip() instanceof Aggregate a && (a.tag().isEmpty() || structs.field(a).isEmpty())) {
                    return Optional.empty();
                }
                structs.field(value).ifPresent(needed::add);
            }
            known = new Callable(names.type(name), type, c, needed.stream().sorted().toList(), line);
            all.put(new CType.Function(type.result(), bare, false).toString(), known);
        }
        return Optional.of(known.name());
    }

    void write(Page page, List<Entry> entries) {
        all.values().forEach(c -> {
            String pointer = new CType.Pointer(text(c.type()), false).toString();
            page.gap();
            List<String> comment = Javadoc.of("", chosen.comment(c.c()));
            String own = "C's {@code " + c.c() + "}.";
            page.lines(Javadoc.framed("    ", comment.isEmpty() || chosen.functions().containsKey(c.c()) ? List.of(own) : Structs.opened(comment, own)));
            page.line("    @FunctionalInterface");
            page.line("    interface " + c.name() + " {");
            List<String> parameters = parameters(c.type());
            page.list("        ", types.returned(c.type().result()) + " call(", parameters, ");");
            page.gap();
            page.line("        /** {@return a function pointer that C may call until the arena is closed} */");
            page.line("        static MemorySegment of(Arena arena, " + c.name() + " code) {");
            List<String> behind = new ArrayList<>(List.of(c.name() + ".class", "code"));
            behind.addAll(c.structs());
            page.string("            ", "return Callback.of(arena, ", pointer, ", " + String.join(", ", behind) + ");");
            page.line("        }");
            page.line("    }");
            entries.add(new Entry("callback", c.c(), true, c.name() + ": " + types.returned(c.type().result()) + " (" + String.join(", ", parameters) + ")",
                    c.line()));
        });
    }

    private List<String> parameters(CType.Function type) {
        List<String> made = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (CType.Parameter p : type.parameters()) {
            String name = JavaNames.parameter(p.name());
            while (name.isEmpty() || !taken.add(name)) {
                name = name.isEmpty() ? "arg" + (made.size() + 1) : name + "_";
            }
            made.add(types.received(p.type()) + " " + name);
        }
        return made;
    }

    /** The type as it can be read by itself: no enum that would have to be declared, and no struct that has a typedef's name alone. */
    private static CType.Function text(CType.Function type) {
        return new CType.Function(alone(type.result()), type.parameters().stream()
                .map(p -> new CType.Parameter(p.name(), alone(p.type()))).toList(), type.variadic());
    }

    private static CType alone(CType type) {
        return switch (type) {
            case CType.Named n when n.strip() instanceof Scalar -> n;
            case CType.Named n when n.name().equals("FILE") -> n;
            case CType.Named n -> alone(n.is());
            case Enumeration e -> switch (e.carrier()) {
                case LONG, ULONG, LLONG, ULLONG -> Scalar.LLONG;
                default -> Scalar.INT;
            };
            case CType.Pointer p when p.to().strip() instanceof Aggregate a && a.tag().isEmpty() -> new CType.Pointer(CType.VOID, p.toConst());
            case CType.Pointer p -> new CType.Pointer(alone(p.to()), p.toConst());
            case CType.Array a -> new CType.Array(alone(a.of()), a.length());
            case CType.Function f -> text(f);
            default -> type;
        };
    }
}
