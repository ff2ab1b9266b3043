package dev.kernelbridge.bind;

import java.lang.foreign.MemorySegment;

/**
 * One member of a struct type, found once, for code that reads or writes it often: no name is looked up. In a {@code static final}
 * an access costs what one through a {@code VarHandle} costs. The memory is that of a struct, or, with an index, that of an array of
 * structs.
 *
 * <p>An integer of the same width is the same bits, signed or not; of another width it is the same value, else an exception:
 * {@link IllegalArgumentException} for one that C cannot hold, {@link ArithmeticException} for one that Java's type cannot. Methods
 * for another kind of member throw {@link BindingException}. As thread-safe as the memory is.
 */
public sealed interface StructField permits FieldAccess {

    /** {@return its path within the struct} */
    String path();

    /** {@return where it is, in bytes from the struct's beginning} */
    long offset();

    /** {@return an integer} */
    default int getInt(MemorySegment memory) {
        return getInt(memory, 0);
    }

    /** {@return an integer of one struct of an array} */
    int getInt(MemorySegment memory, long index);

    /** Writes an integer. */
    default void setInt(MemorySegment memory, int value) {
        setInt(memory, 0, value);
    }

    /** Writes an integer of one struct of an array. */
    void setInt(MemorySegment memory, long index, int value);

    /** {@return an integer} */
    default long getLong(MemorySegment memory) {
        return getLong(memory, 0);
    }

    /** {@return an integer of one struct of an array} */
    long getLong(MemorySegment memory, long index);

    /** Writes an integer. */
    default void setLong(MemorySegment memory, long value) {
        setLong(memory, 0, value);
    }

    /** Writes an integer of one struct of an array. */
    void setLong(MemorySegment memory, long index, long value);

    /** {@return a double, or a float as one} */
    default double getDouble(MemorySegment memory) {
        return getDouble(memory, 0);
    }

    /** {@return a double, or a float as one of one struct of an array} */
    double getDouble(MemorySegment memory, long index);

    /** Writes a double, or a float as one. */
    default void setDouble(MemorySegment memory, double value) {
        setDouble(memory, 0, value);
    }

    /** Writes a double, or a float as one of one struct of an array. */
    void setDouble(MemorySegment memory, long index, double value);

    /** {@return a float} */
    default float getFloat(MemorySegment memory) {
        return getFloat(memory, 0);
    }

    /** {@return a float of one struct of an array} */
    float getFloat(MemorySegment memory, long index);

    /** Writes a float. */
    default void setFloat(MemorySegment memory, float value) {
        setFloat(memory, 0, value);
    }

    /** Writes a float of one struct of an array. */
    void setFloat(MemorySegment memory, long index, float value);

    /** {@return a _Bool} */
    default boolean getBoolean(MemorySegment memory) {
        return getBoolean(memory, 0);
    }

    /** {@return a _Bool of one struct of an array} */
    boolean getBoolean(MemorySegment memory, long index);

    /** Writes a _Bool. */
    default void setBoolean(MemorySegment memory, boolean value) {
        setBoolean(memory, 0, value);
    }

    /** Writes a _Bool of one struct of an array. */
    void setBoolean(MemorySegment memory, long index, boolean value);

    /**
     * {@return a pointer} Its segment has the size of what it points to where C says that, else no bytes: how many there are, only the
     * C code knows ({@link MemorySegment#reinterpret(long)}).
     */
    default MemorySegment getPointer(MemorySegment memory) {
        return getPointer(memory, 0);
    }

    /** {@return a pointer of one struct of an array} */
    MemorySegment getPointer(MemorySegment memory, long index);

    /** Writes a pointer, null for NULL; the memory behind it must stay open as long as C uses it. */
    default void setPointer(MemorySegment memory, MemorySegment value) {
        setPointer(memory, 0, value);
    }

    /** Writes a pointer of one struct of an array. */
    void setPointer(MemorySegment memory, long index, MemorySegment value);
}
