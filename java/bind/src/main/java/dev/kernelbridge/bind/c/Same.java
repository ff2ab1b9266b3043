package dev.kernelbridge.bind.c;

/** Whether two declarations say the same: typedefs and parameters' names do not matter. */
final class Same {

    private Same() {
    }

    static boolean types(CType a, CType b) {
        CType x = a.strip();
        CType y = b.strip();
        if (x == y) {
            return true;
        }
        return switch (x) {
            case CType.Pointer p -> y instanceof CType.Pointer q && p.toConst() == q.toConst() && types(p.to(), q.to());
            case CType.Array p -> y instanceof CType.Array q && p.length() == q.length() && types(p.of(), q.of());
            case CType.Function p -> y instanceof CType.Function q && functions(p, q);
            default -> false; // scalars are one each, structs are by identity
        };
    }

    private static boolean functions(CType.Function a, CType.Function b) {
        if (a.variadic() != b.variadic() || a.parameters().size() != b.parameters().size() || !types(a.result(), b.result())) {
            return false;
        }
        for (int i = 0; i < a.parameters().size(); i++) {
            if (!types(a.parameters().get(i).type(), b.parameters().get(i).type())) {
                return false;
            }
        }
        return true;
    }
}
