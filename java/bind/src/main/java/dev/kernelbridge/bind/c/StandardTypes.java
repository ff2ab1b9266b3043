package dev.kernelbridge.bind.c;

import dev.kernelbridge.bind.c.CType.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names of C's own headers that a text may use without them, with this platform's sizes. A text's own typedef comes first. */
final class StandardTypes {

    private static final Map<String, CType> TYPES = types();

    /** Names that are known, and are refused wherever they are used. */
    private static final Map<String, Unsupported> REFUSED = Map.of("va_list", Unsupported.VA_LIST, "__builtin_va_list", Unsupported.VA_LIST,
            "__gnuc_va_list", Unsupported.VA_LIST, "max_align_t", Unsupported.ALIGNED);

    private StandardTypes() {
    }

    static Map<String, CType> all() {
        return TYPES;
    }

    static Unsupported refused(String name) {
        return REFUSED.get(name);
    }

    private static Map<String, CType> types() {
        Map<String, CType> all = new LinkedHashMap<>();
        Scalar[][] exact = {{Scalar.SCHAR, Scalar.UCHAR}, {Scalar.SHORT, Scalar.USHORT}, {Scalar.INT, Scalar.UINT}, wide()};
        for (int i = 0; i < exact.length; i++) {
            int bits = 8 << i;
            name(all, "int" + bits + "_t", exact[i][0]);
            name(all, "uint" + bits + "_t", exact[i][1]);
            name(all, "int_least" + bits + "_t", exact[i][0]);
            name(all, "uint_least" + bits + "_t", exact[i][1]);
        }
        Scalar size = Layouts.sizeT();
        Scalar difference = size == Scalar.ULONG ? Scalar.LONG : Scalar.LLONG;
        name(all, "size_t", size);
        name(all, "uintptr_t", size);
        name(all, "ssize_t", difference);
        name(all, "ptrdiff_t", difference);
        name(all, "intptr_t", difference);
        name(all, "intmax_t", wide()[0]);
        name(all, "uintmax_t", wide()[1]);
        name(all, "wchar_t", Layouts.wideChar());
        name(all, "char8_t", Scalar.UCHAR);
        name(all, "char16_t", Scalar.USHORT);
        name(all, "char32_t", Scalar.UINT);
        boolean windows = Layouts.of(Scalar.LONG).byteSize() < Layouts.of(new CType.Pointer(CType.VOID, false)).byteSize();
        name(all, "off_t", Scalar.LONG); // Windows has it with 32 bits
        name(all, "time_t", windows ? Scalar.LLONG : Scalar.LONG);
        all.put("bool", Scalar.BOOL);
        all.put("FILE", new CType.Named("FILE", new CType.Aggregate(false, "FILE")));
        return all;
    }

    /** {@return the types of 64 bits, signed and unsigned: long where it has them, as glibc and LP64 compilers say} */
    static Scalar[] wide() {
        return Layouts.of(Scalar.LONG).byteSize() == Long.BYTES
                ? new Scalar[] {Scalar.LONG, Scalar.ULONG} : new Scalar[] {Scalar.LLONG, Scalar.ULLONG};
    }

    private static void name(Map<String, CType> all, String name, CType type) {
        all.put(name, new CType.Named(name, type));
    }
}
