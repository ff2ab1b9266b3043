package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.data.Codec;
import dev.kernelbridge.bind.data.Pointers;
import dev.kernelbridge.bind.data.Sequences;
import dev.kernelbridge.bind.data.Show;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.Objects;

/**
 * A struct or union in memory: a view, not a copy. Members are named by paths as {@code x}, {@code center.x} or {@code points[2].x};
 * an unknown one, and one of another type, is a {@link BindingException} that says what is there. After its {@link
 * java.lang.foreign.Arena} was closed each access is an {@link IllegalStateException}. As thread-safe as its memory.
 *
 * <p>Which numbers fit is what {@link StructField} says, which is also quicker where a member is used often.
 */
public final class Struct {

    private final StructType type;
    private final MemorySegment memory;

    Struct(StructType type, MemorySegment memory) {
        this.type = type;
        this.memory = memory;
    }

    /** {@return its type} */
    public StructType type() {
        return type;
    }

    /** {@return its memory; what goes to C} */
    public MemorySegment segment() {
        return memory;
    }

    /** {@return the struct that many further on in an array of them} */
    public Struct element(long index) {
        long count = type.flexible() ? 1 : memory.byteSize() / Math.max(1, type.size());
        return new Struct(type, memory.asSlice(Objects.checkIndex(index, count) * type.size()));
    }

    /** {@return an integer} */
    public int getInt(String path) {
        return type.field(path).getInt(memory);
    }

    /** {@return an integer} */
    public long getLong(String path) {
        return type.field(path).getLong(memory);
    }

    /** {@return a double, or a float as one} */
    public double getDouble(String path) {
        return type.field(path).getDouble(memory);
    }

    /** {@return a float} */
    public float getFloat(String path) {
        return type.field(path).getFloat(memory);
    }

    /** {@return a _Bool} */
    public boolean getBoolean(String path) {
        return type.field(path).getBoolean(memory);
    }

    /** {@return a pointer; see {@link StructField#getPointer(MemorySegment)} for its size} */
    public MemorySegment getPointer(String path) {
        return type.field(path).getPointer(memory);
    }

    /** {@return a copy of a text in UTF-8: of an array of char up to its NUL or end, or behind a {@code char *}; null for NULL} */
    public String getString(String path) {
        FieldAccess field = type.access(path);
        return switch (field.type().strip()) {
            case CType.Array a when Sequences.text(a) && a.length() >= 0 -> Sequences.text(a.length(), memory, field.offset());
            case CType.Array a when Sequences.text(a) -> memory.getString(field.offset());
            case CType.Pointer p when Pointers.text(p) -> Pointers.text(field.getPointer(memory));
            default -> throw field.wrong("getString");
        };
    }

    /** {@return a struct within this one, or the one that a pointer in it points to; null for NULL} */
    public Struct struct(String path) {
        FieldAccess field = type.access(path);
        return switch (field.type().strip()) {
            case CType.Aggregate a -> new Struct(type.part(a), memory.asSlice(field.offset(), type.part(a).size()));
            case CType.Pointer p when p.to().strip() instanceof CType.Aggregate a && !a.opaque() -> {
                MemorySegment pointer = field.getPointer(memory);
                yield pointer.address() == 0 ? null : new Struct(type.part(a), pointer);
            }
            default -> throw field.wrong("struct");
        };
    }

    /**
     * {@return a member as the Java type that holds all its values} Unsigned integers are of the next wider type, those of 64 bits the
     * same bits in a Long; an array of char is a String, another one a Java array of the same width; a struct is a view.
     */
    public Object get(String path) {
        FieldAccess field = type.access(path);
        if (field.type().strip() instanceof CType.Aggregate) {
            return struct(path);
        }
        Class<?> java = Codec.natural(field.type());
        if (java == null && field.type().strip() instanceof CType.Array array && array.length() >= 0) {
            if (array.length() == 0) {
                return new Object[0];
            }
            Object all = Array.newInstance(get(path + "[0]").getClass(), Math.toIntExact(array.length()));
            for (int i = 0; i < array.length(); i++) {
                Array.set(all, i, get(path + "[" + i + "]"));
            }
            return all;
        }
        return StructType.get(field.codec(java), memory, field.offset());
    }

    /** {@return a member as that type: a record for a struct, an enum, a Java array, a primitive's class, String} */
    @SuppressWarnings("unchecked")
    public <T> T get(String path, Class<T> java) {
        FieldAccess field = type.access(path);
        return (T) StructType.get(field.codec(java), memory, field.offset());
    }

    /** Writes an integer, or a whole number to a floating member that holds it exactly. */
    public Struct set(String path, long value) {
        FieldAccess field = type.access(path);
        if (field.type().strip() == CType.Scalar.DOUBLE || field.type().strip() == CType.Scalar.FLOAT) {
            if ((long) (double) value != value || value == Long.MAX_VALUE) {
                throw new IllegalArgumentException(field + " is " + field.type() + ", which cannot hold " + value);
            }
            field.setDouble(memory, value);
        } else {
            field.setLong(memory, value);
        }
        return this;
    }

    /** Writes an integer. */
    public Struct set(String path, int value) {
        FieldAccess field = type.access(path);
        if (field.type().strip() == CType.Scalar.DOUBLE || field.type().strip() == CType.Scalar.FLOAT) {
            field.setDouble(memory, value);
        } else {
            field.setInt(memory, value);
        }
        return this;
    }

    /** Writes a floating number. */
    public Struct set(String path, double value) {
        type.field(path).setDouble(memory, value);
        return this;
    }

    /** Writes a _Bool. */
    public Struct set(String path, boolean value) {
        type.field(path).setBoolean(memory, value);
        return this;
    }

    /**
     * Writes a member of any type: a number; a pointer as MemorySegment, Struct, or null for NULL; a text or a Java array of exactly its
     * length for an array; a record or Struct, which is copied; a Java enum, or the name of a constant.
     */
    public Struct set(String path, Object value) {
        FieldAccess field = type.access(path);
        CType c = field.type().strip();
        switch (value) {
            case Byte v -> set(path, v.intValue());
            case Short v -> set(path, v.intValue());
            case Character v -> set(path, (int) v);
            case Integer v -> set(path, v.intValue());
            case Long v -> set(path, v.longValue());
            case Float v -> set(path, v.doubleValue());
            case Double v -> set(path, v.doubleValue());
            case Boolean v -> set(path, v.booleanValue());
            case null -> field.setPointer(memory, null);
            case Struct v when c instanceof CType.Pointer -> field.setPointer(memory, pointee(field, v));
            case Struct v when c == v.type.aggregate() -> memory.asSlice(field.offset(), v.type.size())
                    .copyFrom(v.memory.asSlice(0, v.type.size()));
            case MemorySegment v -> field.setPointer(memory, v);
            case String v when c instanceof CType.Enumeration e -> set(path, e.constants().stream().filter(k -> k.name().equals(v))
                    .findFirst()
                    .orElseThrow(() -> type.site(field.toString()).refuse(e + " has no constant " + v)).value());
            case Enum<?> v -> StructType.set(field.codec(v.getDeclaringClass()), memory, field.offset(), v);
            default -> StructType.set(field.codec(value.getClass()), memory, field.offset(), value);
        }
        return this;
    }

    private static MemorySegment pointee(FieldAccess field, Struct value) {
        CType to = ((CType.Pointer) field.type().strip()).to().strip();
        if (to != value.type.aggregate() && !(to instanceof CType.Void)) {
            throw new BindingException(field + " is " + field.type() + ", and the value a " + value.type);
        }
        return value.memory;
    }

    /** {@return it as a record, whose components are members by name} */
    public <R extends Record> R as(Class<R> record) {
        return type.read(record, memory);
    }

    /** Writes a record over it; members that the record does not have become zero. */
    public Struct set(Record record) {
        type.write(record, memory);
        return this;
    }

    /** {@return its values as C would write them: {@code (struct point) {.x = 1, .y = 2}}} */
    @Override
    public String toString() {
        return "(" + type + ") " + (!memory.scope().isAlive() ? "{closed}"
                : !memory.isAccessibleBy(Thread.currentThread()) ? "{of another thread}" : Show.value(type.aggregate(), memory, 0));
    }
}
