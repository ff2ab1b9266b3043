package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Layouts;
import dev.kernelbridge.bind.data.Codec;
import dev.kernelbridge.bind.data.Path;
import dev.kernelbridge.bind.data.Pointers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The code behind {@link StructField}. A record, since C2 trusts the fields of records to be final: in a constant all of them fold
 * away, and what is left of an access is a VarHandle's.
 *
 * @param stride bytes to the next struct of an array; absurd where there are no arrays of it, so that any index but 0 is out of bounds
 * @param carrier Z, B, S, I, J, F or D for a number, A for a pointer, - for all others
 */
record FieldAccess(StructType struct, String path, CType type, long offset, long stride, char carrier, boolean signed,
        ClassValue<Codec> codecs) implements StructField {

    static FieldAccess of(StructType struct, String path) {
        Path found = Path.find(struct.aggregate(), path);
        CType type = found.type().strip();
        CType.Scalar scalar = type instanceof CType.Scalar s ? s : type instanceof CType.Enumeration e ? e.carrier() : null;
        char carrier = scalar != null ? Layouts.of(scalar).carrier().descriptorString().charAt(0) : type instanceof CType.Pointer ? 'A' : '-';
        ClassValue<Codec> codecs = new ClassValue<>() {
            @Override
            protected Codec computeValue(Class<?> java) {
                return Codec.of(found.type(), java, struct.site(struct + ", " + path));
            }
        };
        return new FieldAccess(struct, path, found.type(), found.offset(), struct.flexible() ? Long.MAX_VALUE / 2 : struct.size(), carrier,
                scalar != null && scalar.signed(), codecs);
    }

    @Override
    public int getInt(MemorySegment memory, long index) {
        if (carrier == 'I') {
            return memory.get(ValueLayout.JAVA_INT_UNALIGNED, at(index));
        }
        long value = integer(memory, index, "getInt");
        if (value != (int) value || value < 0 && !signed) {
            throw new ArithmeticException(this + " does not fit int: it is " + (signed ? Long.toString(value)
                    : Long.toUnsignedString(value)));
        }
        return (int) value;
    }

    @Override
    public void setInt(MemorySegment memory, long index, int value) {
        if (carrier == 'I') {
            memory.set(ValueLayout.JAVA_INT_UNALIGNED, at(index), value);
        } else {
            integer(memory, index, value, "setInt");
        }
    }

    @Override
    public long getLong(MemorySegment memory, long index) {
        return carrier == 'J' ? memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at(index)) : integer(memory, index, "getLong");
    }

    @Override
    public void setLong(MemorySegment memory, long index, long value) {
        if (carrier == 'J') {
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at(index), value);
        } else {
            integer(memory, index, value, "setLong");
        }
    }

    @Override
    public double getDouble(MemorySegment memory, long index) {
        return switch (carrier) {
            case 'D' -> memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at(index));
            case 'F' -> memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at(index));
            default -> throw wrong("getDouble");
        };
    }

    @Override
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

    @Override
    public float getFloat(MemorySegment memory, long index) {
        if (carrier != 'F') {
            throw wrong("getFloat");
        }
        return memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at(index));
    }

    @Override
    public void setFloat(MemorySegment memory, long index, float value) {
        if (carrier == 'F') {
            memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at(index), value);
        } else {
            setDouble(memory, index, value);
        }
    }

    @Override
    public boolean getBoolean(MemorySegment memory, long index) {
        if (carrier != 'Z') {
            throw wrong("getBoolean");
        }
        return memory.get(ValueLayout.JAVA_BOOLEAN, at(index));
    }

    @Override
    public void setBoolean(MemorySegment memory, long index, boolean value) {
        if (carrier != 'Z') {
            throw wrong("setBoolean");
        }
        memory.set(ValueLayout.JAVA_BOOLEAN, at(index), value);
    }

    @Override
    public MemorySegment getPointer(MemorySegment memory, long index) {
        if (!(type.strip() instanceof CType.Pointer pointer)) {
            throw wrong("getPointer");
        }
        return Pointers.read(pointer, memory, at(index));
    }

    @Override
    public void setPointer(MemorySegment memory, long index, MemorySegment value) {
        if (carrier != 'A') {
            throw wrong("setPointer");
        }
        memory.set(ValueLayout.ADDRESS_UNALIGNED, at(index), value != null && value.isNative() && value.scope().isAlive() ? value
                : Pointers.address(toString(), value));
    }

    @Override
    public String toString() {
        return struct + ", " + path;
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
