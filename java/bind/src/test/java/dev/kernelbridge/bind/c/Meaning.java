package dev.kernelbridge.bind.c;

import java.util.stream.Collectors;

/** Says a type in words, from the name outwards: what a table of declarations is checked against. */
final class Meaning {

    private Meaning() {
    }

    static String of(CType type) {
        return switch (type) {
            case CType.Pointer p -> "pointer to " + (p.toConst() ? "const " : "") + of(p.to());
            case CType.Array a -> "array " + (a.length() < 0 ? "" : a.length() + " ") + "of " + of(a.of());
            case CType.Function f -> "function (" + f.parameters().stream().map(p -> (p.name().isEmpty() ? "" : p.name() + ": ") + of(p.type()))
                    .collect(Collectors.joining(", ")) + (f.variadic() ? ", ..." : "") + ") returning " + of(f.result());
            default -> type.toString();
        };
    }

    static String of(Prototype prototype) {
        return prototype.name() + ": " + of(prototype.type());
    }
}
