package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import dev.kernelbridge.bind.data.Codec;
import dev.kernelbridge.bind.data.Path;
import dev.kernelbridge.bind.data.Pointers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One member of a struct type, found once, for code that reads or writes it often: no name is looked up, and an access costs about
 * what one through a {@code VarHandle} costs. The memory is that of a struct, or, with an index, that of an array of structs.
 *
 * <p>An integer of the same width is the same bits, signed or not; of another width it is the same value, else an exception:
 * {@link IllegalArgumentException} for one that C cannot hold, {@link ArithmeticException} for one that Java's type cannot. As
 * thread-safe as the memory is.
 */
public final class StructField {

    private final StructType struct;
    private final String path;
    private final CType type;
    private final long offset;
    private final long stride;
    private final char carrier; // Z, B, S, I, J, F or D for a number; A for a pointer; - for all others
    private final boolean signed;
    private final ClassValue<Codec> codecs = new ClassValue<>() {
        @Override
        protected Codec computeValue(Class<?> java) {
            return Codec.of(type, java, struct.site(StructField.this.toString()));
        }
    };

    StructField(StructType struct, String path) {
        Path found = Path.find(struct.aggregate(), path);
        this.struct = struct;
        this.path = path;
        this.type = found.type();
        this.offset = found.offset();
        this.stride = struct.size();
        CType.Scalar scalar = type.strip() instanceof CType.Scalar s ? s : type.strip() instanceof CType.Enumeration e ? e.carrier() : null;
        this.carrier = scalar != null ? Layouts.of(scalar).carrier().descriptorString().charAt(0) : type.strip() instanceof CType.Pointer ? 'A' : '-';
        this.signed = scalar != null && scalar.signed();
    }

    /** {@return its path within the struct} */
    public String path() {
        return path;
    }

    /** {@return where it is, in bytes from the struct's beginning} */
    public long offset() {
        return offset;
    }

    /** {@return an integer} */
    public int getInt(MemorySegment memory) {
        return getInt(memory, 0);
    }

    /** {@return an integer of one struct of an array} */
    public int getInt(MemorySegment memory, long index) {
        if (carrier == 'I') {
            return memory.get(ValueLayout.JAVA_INT_UNALIGNED, at(index));
        }
        long value = integer(memory, index, "getInt");
        if (value != (int) value || value < 0 && !signed) {
            throw new ArithmeticException(this + " does not fit int: it is " + (signed ? Long.toString(value) : Long.toUnsignedString(value)));
        }
        return (int) value;
    }

    /** Writes an integer. */
    public void setInt(MemorySegment memory, int value) {
        setInt(memory, 0, value);
    }

    /** Writes an integer of one struct of an array. */
    public void setInt(MemorySegment memory, long index, int value) {
        if (carrier == 'I') {
            memory.set(ValueLayout.JAVA_INT_UNALIGNED, at(index), value);
        } else {
            integer(memory, index, value, "setInt");
        }
    }

    /** {@return an integer} */
    public long getLong(MemorySegment memory) {
        return getLong(memory, 0);
    }

    /** {@return an integer of one struct of an array} */
    public long getLong(MemorySegment memory, long index) {
        return carrier == 'J' ? memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at(index)) : integer(memory, index, "getLong");
    }

    /** Writes an integer. */
    public void setLong(MemorySegment memory, long value) {
        setLong(memory, 0, value);
    }

    /** Writes an integer of one struct of an array. */
    public void setLong(MemorySegment memory, long index, long value) {
        if (carrier == 'J') {
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at(index), value);
        } else {
            integer(memory, index, value, "setLong");
        }
    }

    /** {@return a double, or a float as one} */
    public double getDouble(MemorySegment memory) {
        return getDouble(memory, 0);
    }

    /** {@return a double, or a float as one of one struct of an array} */
    public double getDouble(MemorySegment memory, long index) {
        return switch (carrier) {
            case 'D' -> memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at(index));
            case 'F' -> memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at(index));
            default -> throw wrong("getDouble");
        };
    }

    /** Writes a double, or a float as one. */
    public void setDouble(MemorySegment memory, double value) {
        setDouble(memory, 0, value);
    }

    /** Writes a double, or a float as one of one struct of an array. */
    public void setDouble(MemorySegment memory, long index, double value) {
        if (carrier == 'D') {
            memory.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at(index), value);
        } else if (carrier != 'F') {
            throw wrong("setDouble");
        } else if ((float) value == value || value != value) {
            memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at(index), (float) value);
        } else {
            throw new IllegalArgumentException(this + ": " + value + " is not a float; round it yourself: (float) value");
        }
    }

    /** {@return a float} */
    public float getFloat(MemorySegment memory) {
        return getFloat(memory, 0);
    }

    /** {@return a float of one struct of an array} */
    public float getFloat(MemorySegment memory, long index) {
        if (carrier != 'F') {
            throw wrong("getFloat");
        }
        return memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at(index));
    }

    /** Writes a float. */
    public void setFloat(MemorySegment memory, float value) {
        setFloat(memory, 0, value);
    }

    /** Writes a float of one struct of an array. */
    public void setFloat(MemorySegment memory, long index, float value) {
        if (carrier == 'F') {
            memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at(index), value);
        } else {
            setDouble(memory, index, value);
        }
    }

    /** {@return a _Bool} */
    public boolean getBoolean(MemorySegment memory) {
        return getBoolean(memory, 0);
    }

    /** {@return a _Bool of one struct of an array} */
    public boolean getBoolean(MemorySegment memory, long index) {
        if (carrier != 'Z') {
            throw wrong("getBoolean");
        }
        return memory.get(ValueLayout.JAVA_BOOLEAN, at(index));
    }

    /** Writes a _Bool. */
    public void setBoolean(MemorySegment memory, boolean value) {
        setBoolean(memory, 0, value);
    }

    /** Writes a _Bool of one struct of an array. */
    public void setBoolean(MemorySegment memory, long index, boolean value) {
        if (carrier != 'Z') {
            throw wrong("setBoolean");
        }
        memory.set(ValueLayout.JAVA_BOOLEAN, at(index), value);
    }

    /**
     * {@return a pointer} Its segment has the size of what it points to where C says that, else no bytes: how many there are, only the
     * C code knows ({@link MemorySegment#reinterpret(long)}).
     */
    public MemorySegment getPointer(MemorySegment memory) {
        return getPointer(memory, 0);
    }

    /** {@return a pointer of one struct of an array} */
    public MemorySegment getPointer(MemorySegment memory, long index) {
        if (!(type.strip() instanceof CType.Pointer pointer)) {
            throw wrong("getPointer");
        }
        return Pointers.read(pointer, memory, at(index));
    }

    /** Writes a pointer, null for NULL; the memory behind it must stay open as long as C uses it. */
    public void setPointer(MemorySegment memory, MemorySegment value) {
        setPointer(memory, 0, value);
    }

    /** Writes a pointer of one struct of an array. */
    public void setPointer(MemorySegment memory, long index, MemorySegment value) {
        if (carrier != 'A') {
            throw wrong("setPointer");
        }
        if (value != null && !value.isNative()) {
            throw new IllegalArgumentException(this + ": an array of the Java heap has no address; allocate it in an Arena");
        }
        memory.set(ValueLayout.ADDRESS_UNALIGNED, at(index), value == null ? MemorySegment.NULL : value);
    }

    /** {@return the struct's name and the path} */
    @Override
    public String toString() {
        return struct + ", " + path;
    }

    CType type() {
        return type;
    }

    Codec codec(Class<?> java) {
        return codecs.get(java);
    }

    BindingException wrong(String method) {
        String choice = switch (carrier) {
            case 'Z' -> "getBoolean, setBoolean";
            case 'B', 'S', 'I', 'J' -> "getInt, getLong, setInt, setLong";
            case 'F' -> "getFloat, getDouble, setFloat";
            case 'D' -> "getDouble, setDouble";
            case 'A' -> "getPointer, setPointer";
            default -> type.strip() instanceof CType.Array ? "get, set, or getString for text" : "struct";
        };
        return new BindingException(this + " is " + type + ", not for " + method + "; take " + choice);
    }

    private long at(long index) {
        return offset + Math.multiplyExact(index, stride);
    }

    private long integer(MemorySegment memory, long index, String method) {
        long at = at(index);
        return switch (carrier) {
            case 'B' -> signed ? memory.get(ValueLayout.JAVA_BYTE, at) : memory.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            case 'S' -> signed ? memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at) : memory.get(ValueLayout.JAVA_CHAR_UNALIGNED, at);
            case 'I' -> signed ? memory.get(ValueLayout.JAVA_INT_UNALIGNED, at)
                    : Integer.toUnsignedLong(memory.get(ValueLayout.JAVA_INT_UNALIGNED, at));
            case 'J' -> memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
            default -> throw wrong(method);
        };
    }

    private void integer(MemorySegment memory, long index, long value, String method) {
        long at = at(index);
        switch (carrier) {
            case 'B' -> memory.set(ValueLayout.JAVA_BYTE, at, (byte) fits(value, 8));
            case 'S' -> memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) fits(value, 16));
            case 'I' -> memory.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) fits(value, 32));
            case 'J' -> memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at, fits(value, 64));
            default -> throw wrong(method);
        }
    }

    private long fits(long value, int bits) {
        long high = -1L >>> Math.max(1, 64 - bits + (signed ? 1 : 0));
        long low = signed ? ~high : 0;
        if (value < low || value > high) {
            throw new IllegalArgumentException(this + " is " + type + ", " + low + " to " + high + ", not " + value);
        }
        return value;
    }
}
