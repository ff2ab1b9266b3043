package dev.kernelbridge.bind.header;

import dev.kernelbridge.bind.CSyntaxException;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.CType.Aggregate;
import dev.kernelbridge.bind.c.CType.Enumeration;
import dev.kernelbridge.bind.c.CType.Named;
import dev.kernelbridge.bind.c.Parser;
import java.util.HashMap;
import java.util.Map;

/**
 * Types without the header's own typedefs, so that a prototype can be read by itself, and is the same text on every platform: {@code
 * uLong} becomes {@code unsigned long}, {@code size_t} and {@code uint32_t} stay. A struct or enum without a tag keeps the typedef that
 * is its only name.
 */
final class Portable {

    private final Map<CType, String> onlyNames;
    private final Map<String, Boolean> standard = new HashMap<>();

    /**
     * Knows which typedefs are the only names of what they name.
     *
     * @param onlyNames by struct, union or enum without a tag
     */
    Portable(Map<CType, String> onlyNames) {
        this.onlyNames = onlyNames;
    }

    /** {@return the type, resolved} */
    CType of(CType type) {
        return switch (type) {
            case Named n when standard(n) -> n;
            case Named n -> of(n.is());
            case CType.Pointer p -> new CType.Pointer(of(p.to()), p.toConst());
            case CType.Array a -> new CType.Array(of(a.of()), a.length());
            case CType.Function f -> function(f);
            case Aggregate a when onlyNames.containsKey(a) -> new Named(onlyNames.get(a), a);
            case Enumeration e when e.tag().isEmpty() && onlyNames.containsKey(e) -> new Named(onlyNames.get(e), e);
            default -> type;
        };
    }

    CType.Function function(CType.Function f) {
        return new CType.Function(of(f.result()), f.parameters().stream().map(p -> new CType.Parameter(p.name(), of(p.type()))).toList(),
                f.variadic());
    }

    /** Whether every C text knows the name, with the same meaning. */
    private boolean standard(Named named) {
        return standard.computeIfAbsent(named.name(), name -> {
            if (name.equals("FILE")) {
                return named.strip() instanceof Aggregate;
            }
            try {
                return named.strip() instanceof CType.Scalar && Parser.type(name).strip() == named.strip();
            } catch (CSyntaxException unknown) {
                return false;
            }
        });
    }

    /** {@return whether the text of a type can be read again: nothing in it is without a name} */
    boolean named(CType type) {
        return switch (type) {
            case Named n when standard(n) -> true;
            case Named n -> named(n.is());
            case CType.Pointer p -> named(p.to());
            case CType.Array a -> named(a.of());
            case CType.Function f -> named(f.result()) && f.parameters().stream().allMatch(p -> named(p.type()));
            case Aggregate a -> !a.tag().isEmpty() || onlyNames.containsKey(a);
            case Enumeration e -> !e.tag().isEmpty() || onlyNames.containsKey(e);
            default -> true;
        };
    }
}
