package dev.kernelbridge.bind;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A matrix of doubles in Fortran's order: element (i, j) lies at i + j ld, where ld is the leading dimension. A view: it holds no copy
 * of its memory, which may be a heap array or native. Indices begin at 0, as Java's do. Safe to share as far as its memory is.
 */
public final class ColumnMajor {

    private final MemorySegment memory;
    private final int rows;
    private final int columns;
    private final int leadingDimension;

    private ColumnMajor(MemorySegment memory, int rows, int columns, int leadingDimension) {
        if (rows < 0 || columns < 0 || leadingDimension < Math.max(1, rows)) {
            throw new IllegalArgumentException("a matrix of " + rows + " rows, " + columns + " columns and the leading dimension "
                    + leadingDimension + "; rows and columns are at least 0, the leading dimension at least rows and 1");
        }
        long needed = rows == 0 || columns == 0 ? 0 : (long) leadingDimension * (columns - 1) + rows;
        if (memory.byteSize() / Double.BYTES < needed) {
            throw new IllegalArgumentException("a matrix of " + rows + " rows, " + columns + " columns and the leading dimension "
                    + leadingDimension + " takes " + needed + " doubles, and the memory holds " + memory.byteSize() / Double.BYTES);
        }
        this.memory = memory;
        this.rows = rows;
        this.columns = columns;
        this.leadingDimension = leadingDimension;
    }

    /** A matrix of zeros in the heap, at most 2^31 - 1 elements. */
    public static ColumnMajor zeros(int rows, int columns) {
        long all = (long) rows * columns;
        if (rows >= 0 && columns >= 0 && all > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a matrix of " + rows + " rows and " + columns + " columns has " + all
                    + " elements, more than a Java array; take zeros(arena, rows, columns)");
        }
        return new ColumnMajor(MemorySegment.ofArray(new double[(int) Math.max(0, all)]), rows, columns, Math.max(1, rows));
    }

    /** A matrix of zeros off the heap, which Fortran gets without a copy. */
    public static ColumnMajor zeros(Arena arena, int rows, int columns) {
        return new ColumnMajor(arena.allocate(JAVA_DOUBLE, Math.max(1, (long) rows * columns)), rows, columns, Math.max(1, rows));
    }

    /** A copy of a Java array of rows, which must all be of one length. */
    public static ColumnMajor ofRows(double[]... rows) {
        ColumnMajor matrix = zeros(rows.length, rows.length == 0 ? 0 : rows[0].length);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != matrix.columns) {
                throw new IllegalArgumentException("row " + i + " has " + rows[i].length + " elements and row 0 has " + matrix.columns);
            }
            for (int j = 0; j < matrix.columns; j++) {
                matrix.set(i, j, rows[i][j]);
            }
        }
        return matrix;
    }

    /** A view of memory that holds a matrix already: a heap array's ({@link MemorySegment#ofArray(double[])}) or native. */
    public static ColumnMajor of(MemorySegment memory, int rows, int columns, int leadingDimension) {
        return new ColumnMajor(Objects.requireNonNull(memory, "memory"), rows, columns, leadingDimension);
    }

    /** {@return element (i, j)} */
    public double get(int i, int j) {
        return memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, offset(i, j));
    }

    /** Sets element (i, j). */
    public void set(int i, int j, double value) {
        memory.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, offset(i, j), value);
    }

    /** {@return the number of rows} */
    public int rows() {
        return rows;
    }

    /** {@return the number of columns} */
    public int columns() {
        return columns;
    }

    /** {@return how many elements lie between neighbours in a row} */
    public int leadingDimension() {
        return leadingDimension;
    }

    /** {@return the memory that it views} */
    public MemorySegment memory() {
        return memory;
    }

    /** {@return a copy as a Java array of rows} */
    public double[][] toRows() {
        double[][] all = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                all[i][j] = get(i, j);
            }
        }
        return all;
    }

    private long offset(int i, int j) {
        return Double.BYTES * (Objects.checkIndex(i, rows) + (long) leadingDimension * Objects.checkIndex(j, columns));
    }
}
