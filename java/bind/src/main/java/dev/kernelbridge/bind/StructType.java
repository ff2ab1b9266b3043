package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.data.Codec;
import dev.kernelbridge.bind.data.Shape;
import dev.kernelbridge.bind.data.Site;
import java.lang.foreign.Arena;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A struct or union of C with its members' places on this platform: makes values of it in an {@link Arena}, looks at memory that C
 * has made, and reads and writes records. Immutable; may be shared between threads.
 */
public final class StructType {

    private static final int MOST_FIELDS = 1000; // a path with an index is a field, too; the rest are found anew each time

    private final CType.Aggregate type;
    private final Shape shape;
    private final MethodHandles.Lookup lookup;
    private final Map<String, FieldAccess> fields = new ConcurrentHashMap<>();
    private final ClassValue<Codec> codecs = new ClassValue<>() {
        @Override
        protected Codec computeValue(Class<?> java) {
            return Codec.of(type, java, new Site(lookup, java.getSimpleName()));
        }
    };

    private StructType(CType.Aggregate type, MethodHandles.Lookup lookup) {
        this.type = type;
        this.shape = Shape.of(type);
        this.lookup = lookup;
    }

    /**
     * For the other rooms of this module: users get one from C text.
     *
     * @throws BindingException if its members are not known
     */
    @SuppressWarnings("exports")
    public static StructType of(CType.Aggregate type) {
        if (type.opaque()) {
            throw new BindingException("the members of " + type + " are not known, so there are only pointers to it; declare them");
        }
        return new StructType(type, null);
    }

    /**
     * {@return the same type, for records of a package that is not open to this module}
     *
     * @param rights {@code MethodHandles.lookup()} of a class that may use the records
     */
    public StructType with(MethodHandles.Lookup rights) {
        return new StructType(type, Objects.requireNonNull(rights, "rights"));
    }

    /** {@return its layout, for use with {@code java.lang.foreign}} */
    public GroupLayout layout() {
        return shape.layout();
    }

    /** {@return its {@code sizeof}; a flexible array at its end has no bytes} */
    public long size() {
        return shape.layout().byteSize();
    }

    /** {@return the names of its members in their order, those of anonymous structs and unions within included} */
    public List<String> members() {
        return List.copyOf(shape.members().keySet());
    }

    /** {@return a new one, all zero} */
    public Struct allocate(SegmentAllocator memory) {
        return allocate(memory, 1);
    }

    /** {@return the first of an array of new ones, all zero; {@link Struct#element} has the others} */
    public Struct allocate(SegmentAllocator memory, long count) {
        if (flexible() && count > 1) {
            throw new BindingException("there are no arrays of " + type + ", which ends with a flexible array; take allocateFlexible");
        }
        return new Struct(this, memory.allocate(layout(), check(count, "count")).fill((byte) 0));
    }

    /** {@return a new one, all zero, whose flexible array at the end has that many elements} */
    public Struct allocateFlexible(SegmentAllocator memory, long elements) {
        if (!flexible()) {
            throw new BindingException(type + " does not end with a flexible array; take allocate");
        }
        CType.Member last = type.members().getLast();
        long element = field(last.name() + "[1]").offset() - field(last.name()).offset();
        long bytes = Math.addExact(field(last.name()).offset(), Math.multiplyExact(check(elements, "elements"), element));
        return new Struct(this, memory.allocate(Math.max(size(), bytes), layout().byteAlignment()).fill((byte) 0));
    }

    /**
     * {@return the struct that begins where the segment does}
     *
     * @throws IllegalArgumentException if the segment is shorter
     */
    public Struct at(MemorySegment memory) {
        if (memory.byteSize() < size()) {
            throw new IllegalArgumentException(this + " needs " + size() + " bytes, and the segment has " + memory.byteSize()
                    + (memory.byteSize() == 0 && memory.isNative() ? "; for an address that C gave, take atAddress" : ""));
        }
        return new Struct(this, memory);
    }

    /**
     * {@return the struct that is where C says it is} Nothing can check that: an address that is wrong, or whose memory C has freed,
     * may end the JVM.
     *
     * @throws IllegalArgumentException for NULL
     */
    public Struct atAddress(MemorySegment pointer) {
        if (!pointer.isNative() || pointer.address() == 0) {
            throw new IllegalArgumentException("there is no " + this + " at " + (pointer.isNative() ? "NULL"
                    : "an array of the Java heap"));
        }
        return new Struct(this, pointer.byteSize() >= size() ? pointer : pointer.reinterpret(size()));
    }

    /**
     * {@return a member, found once, for code that reads or writes it often}
     *
     * @param path its name, or a path as {@code a.b[2].c}
     * @throws BindingException if there is none; names those that are there
     */
    public StructField field(String path) {
        return access(path);
    }

    FieldAccess access(String path) {
        FieldAccess field = fields.get(path);
        if (field == null) {
            field = FieldAccess.of(this, path);
            if (fields.size() < MOST_FIELDS) {
                fields.put(path, field);
            }
        }
        return field;
    }

    /**
     * {@return the struct as a record, whose components are members by name}
     *
     * @throws BindingException if they do not fit
     */
    public <R extends Record> R read(Class<R> record, MemorySegment memory) {
        return record.cast(get(codecs.get(record), memory, 0));
    }

    /**
     * Writes a record; members that it does not have become zero.
     *
     * @throws BindingException if they do not fit
     */
    public void write(Record record, MemorySegment memory) {
        set(codecs.get(record.getClass()), memory, 0, record);
    }

    /** {@return whether the other is the same type: one declaration, not two that look alike} */
    @Override
    public boolean equals(Object other) {
        return other instanceof StructType o && o.type == type;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(type);
    }

    /** {@return its name in C} */
    @Override
    public String toString() {
        return type.toString();
    }

    /** For the other rooms of this module. */
    @SuppressWarnings("exports")
    public CType.Aggregate aggregate() {
        return type;
    }

    /** Whether it ends with an array of a length that C does not say, so that there are no arrays of it. */
    boolean flexible() {
        return !type.members().isEmpty() && type.members().getLast().type().strip() instanceof CType.Array array && array.length() < 0;
    }

    StructType part(CType.Aggregate inner) {
        return inner == type ? this : new StructType(inner, lookup);
    }

    Site site(String where) {
        return new Site(lookup, where);
    }

    static Object get(Codec codec, MemorySegment memory, long offset) {
        try {
            return codec.get().invoke(memory, offset);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // nothing in there throws a checked one, but a record's constructor might, sneakily
        }
    }

    static void set(Codec codec, MemorySegment memory, long offset, Object value) {
        try {
            codec.set().invoke(memory, offset, value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static long check(long count, String name) {
        if (count < 0) {
            throw new IllegalArgumentException(name + " is " + count + ", which must not be negative");
        }
        return count;
    }
}
