package dev.kernelbridge.bind.data;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.ValueLayout;
import java.util.Iterator;
import java.util.StringJoiner;

/** The values of a struct as C would write them in an initializer. Pointers are numbers, and nothing is read through them. */
public final class Show {

    private static final int MOST_ELEMENTS = 16;

    private Show() {
    }

    /** {@return the value of that type at that place} */
    public static String value(CType type, MemorySegment memory, long offset) {
        return switch (type.strip()) {
            case CType.Scalar s -> number(s, memory, offset);
            case CType.Enumeration e -> {
                long value = integer(e.carrier(), memory, offset);
                yield e.constants().stream().filter(c -> c.value() == value).map(CType.Constant::name).findFirst()
                        .orElse(Long.toString(value));
            }
            case CType.Pointer p -> {
                long address = memory.get(ValueLayout.ADDRESS_UNALIGNED, offset).address();
                yield address == 0 ? "NULL" : "0x" + Long.toHexString(address);
            }
            case CType.Array a -> array(a, memory, offset);
            case CType.Aggregate a -> struct(a, (GroupLayout) Layouts.of(a), memory, offset);
            default -> "?";
        };
    }

    private static String struct(CType.Aggregate type, GroupLayout layout, MemorySegment memory, long offset) {
        StringJoiner all = new StringJoiner(", ", "{", "}");
        Iterator<MemoryLayout> parts = layout.memberLayouts().iterator();
        long at = offset;
        for (CType.Member member : type.members()) {
            MemoryLayout part = parts.next();
            while (part instanceof PaddingLayout) {
                at += part.byteSize();
                part = parts.next();
            }
            all.add((member.name().isEmpty() ? "" : "." + member.name() + " = ") + value(member.type(), memory, at));
            at += type.union() ? 0 : part.byteSize();
        }
        return all.toString();
    }

    private static String array(CType.Array array, MemorySegment memory, long offset) {
        if (array.length() < 0) {
            return "{…}";
        }
        if (array.of().strip() == CType.Scalar.CHAR) {
            return quoted(Sequences.text(array.length(), memory, offset));
        }
        StringJoiner all = new StringJoiner(", ", "{", "}");
        long size = Layouts.of(array.of()).byteSize();
        for (long i = 0; i < Math.min(array.length(), MOST_ELEMENTS); i++) {
            all.add(value(array.of(), memory, offset + i * size));
        }
        return (array.length() > MOST_ELEMENTS ? all.add("…") : all).toString();
    }

    private static String quoted(String text) {
        StringBuilder all = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> all.append('\\').append((char) c);
                case '\n' -> all.append("\\n");
                case '\t' -> all.append("\\t");
                default -> all.append(c < ' ' || c == 127 ? "\\%03o".formatted(c) : Character.toString(c));
            }
        });
        return all.append('"').toString();
    }

    private static String number(CType.Scalar type, MemorySegment memory, long offset) {
        return switch (type) {
            case FLOAT -> memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, offset) + "f";
            case DOUBLE -> Double.toString(memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, offset));
            case BOOL -> Boolean.toString(memory.get(ValueLayout.JAVA_BYTE, offset) != 0);
            default -> {
                long value = integer(type, memory, offset);
                yield type.signed() ? Long.toString(value) : Long.toUnsignedString(value);
            }
        };
    }

    private static long integer(CType.Scalar type, MemorySegment memory, long offset) {
        return switch ((int) Layouts.of(type).byteSize()) {
            case 1 -> type.signed() ? memory.get(ValueLayout.JAVA_BYTE, offset) : memory.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
            case 2 -> type.signed() ? memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset)
                    : memory.get(ValueLayout.JAVA_CHAR_UNALIGNED, offset);
            case 4 -> type.signed() ? memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset)
                    : Integer.toUnsignedLong(memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset));
            default -> memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        };
    }
}
