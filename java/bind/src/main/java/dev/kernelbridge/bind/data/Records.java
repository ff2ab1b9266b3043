package dev.kernelbridge.bind.data;

import dev.kernelbridge.bind.c.CType;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Records as the values of structs: each component is the member of its name. A record need not have all members; writing it makes
 * the others zero, as a C initializer does. Names and types are checked when the handle is made.
 */
public final class Records {

    private static final MethodHandle CLEAR = Handles.of(Records.class, "clear", void.class, long.class, MemorySegment.class, long.class);
    private static final MethodHandle GIVEN = Handles.of(Records.class, "given", Record.class, String.class, Record.class);

    /** A method handle has at most 255 slots for arguments, and each component takes three on the way. */
    private static final int MOST = 80;

    private Records() {
    }

    /** {@return (Record, MemorySegment)void: writes a record to where the segment begins; its exact type has Record} */
    public static MethodHandle writer(Class<? extends Record> record, CType.Aggregate type) {
        return writer(null, record, type);
    }

    /** The same with the rights of a caller, for records that this module may not look into. */
    public static MethodHandle writer(MethodHandles.Lookup lookup, Class<? extends Record> record, CType.Aggregate type) {
        MethodHandle set = MethodHandles.insertArguments(codec(type, record, new Site(lookup, record.getSimpleName())).set(), 1, 0L);
        return MethodHandles.permuteArguments(set, MethodType.methodType(void.class, record, MemorySegment.class), 1, 0)
                .asType(MethodType.methodType(void.class, Record.class, MemorySegment.class));
    }

    /** {@return (MemorySegment)Record: reads a record from where the segment begins; its exact type has Record} */
    public static MethodHandle reader(Class<? extends Record> record, CType.Aggregate type) {
        return reader(null, record, type);
    }

    /** The same with the rights of a caller, for records that this module may not look into. */
    public static MethodHandle reader(MethodHandles.Lookup lookup, Class<? extends Record> record, CType.Aggregate type) {
        MethodHandle get = codec(type, record, new Site(lookup, record.getSimpleName())).get();
        return MethodHandles.insertArguments(get, 1, 0L).asType(MethodType.methodType(Record.class, MemorySegment.class));
    }

    static Codec codec(CType.Aggregate type, Class<? extends Record> record, Site site) {
        if (type.opaque()) {
            throw site.refuse("the members of " + type + " are not known, so there are only pointers to it; declare them");
        }
        Shape shape = Shape.of(type);
        RecordComponent[] components = record.getRecordComponents();
        if (components.length > MOST) {
            throw site.refuse("it has " + components.length + " components, more than " + MOST + "; take fewer, or a Struct");
        }
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
        Shape.Member[] members = new Shape.Member[components.length];
        MethodHandle read = constructor(site, record, types);
        MethodHandle write = null;
        List<MethodHandle> reads = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            Site part = site.at("component " + name);
            members[i] = shape.member(name, part);
            for (int j = 0; j < i; j++) {
                if (members[j].overlaps(members[i])) {
                    throw part.refuse("it shares its memory with component " + components[j].getName() + " in " + type
                            + "; keep one of them");
                }
            }
            Codec codec = Codec.of(members[i].type(), types[i], part).at(members[i].offset());
            reads.add(codec.get());
            var method = components[i].getAccessor();
            MethodHandle one = MethodHandles.filterArguments(codec.set(), 2, site.reach(record, rights -> rights.unreflect(method)));
            write = write == null ? one : MethodHandles.foldArguments(one, write);
        }
        MethodType reading = MethodType.methodType(record, MemorySegment.class, long.class);
        for (int i = reads.size() - 1; i >= 0; i--) {
            read = MethodHandles.collectArguments(read, i, reads.get(i));
        }
        int[] order = new int[2 * components.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i & 1;
        }
        read = MethodHandles.permuteArguments(read, reading, order);
        MethodHandle clear = MethodHandles.insertArguments(CLEAR, 0, shape.layout().byteSize());
        if (write == null) {
            write = MethodHandles.dropArguments(clear, 2, record);
        } else if (!covers(shape, members)) {
            write = MethodHandles.foldArguments(write, clear);
        }
        MethodHandle given = GIVEN.bindTo(site.where()).asType(MethodType.methodType(record, record));
        return new Codec(read, MethodHandles.filterArguments(write, 2, given));
    }

    /** Whether those members are all bytes that mean something. */
    private static boolean covers(Shape shape, Shape.Member[] members) {
        return members.length == shape.members().size() && !shape.overlapping();
    }

    private static MethodHandle constructor(Site site, Class<? extends Record> record, Class<?>[] types) {
        try {
            var constructor = record.getDeclaredConstructor(types);
            return site.reach(record, rights -> rights.unreflectConstructor(constructor));
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a record has its canonical constructor", e);
        }
    }

    private static void clear(long size, MemorySegment memory, long offset) {
        memory.asSlice(offset, size).fill((byte) 0);
    }

    private static Record given(String where, Record record) {
        return Objects.requireNonNull(record, where + " is null");
    }
}
