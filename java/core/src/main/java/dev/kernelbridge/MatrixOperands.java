package dev.kernelbridge;

import java.lang.foreign.MemorySegment;

/** The checks of a matrix operand: shapes that memory cannot have, and memory that is written and read at once. */
final class MatrixOperands {

    private MatrixOperands() {
    }

    /** A dimension or a length of one. */
    static void checkSize(String name, long size) {
        if (size < 0) {
            throw new IllegalArgumentException(name + ": " + size + " is negative; it counts rows or columns, so give 0 or more");
        }
    }

    /** Rows must not overlap, and the last one must end within the memory. */
    static void checkMatrix(String name, long length, long rows, long columns, long ld) {
        if (ld < Math.max(1, columns)) {
            throw new IllegalArgumentException("ld" + name + ": " + ld + " is less than the " + columns + " columns that " + name
                    + " is stored with; give " + Math.max(1, columns) + " or more");
        }
        if (rows == 0 || columns == 0) {
            return;
        }
        if (columns > length || rows - 1 > (length - columns) / ld) { // without a product that could overflow
            throw new IllegalArgumentException(name + ": length " + length + ", but " + rows + " rows of " + columns + " elements, "
                    + ld + " apart, need " + java.math.BigInteger.valueOf(rows - 1).multiply(java.math.BigInteger.valueOf(ld))
                            .add(java.math.BigInteger.valueOf(columns)) + "; give a longer one, or fewer rows");
        }
    }

    /** Elements from the first to the last. */
    static long extent(long rows, long columns, long ld) {
        return rows == 0 || columns == 0 ? 0 : (rows - 1) * ld + columns;
    }

    /**
     * Whether two matrices have an element in common. Blocks of one larger matrix, which lie between each other's rows, have not: they have
     * its ld, and other columns of it.
     */
    static boolean overlap(MemorySegment x, long rows, long columns, long ld, MemorySegment y, long yRows, long yColumns, long yLd,
            int bytes) {
        long size = extent(rows, columns, ld) * bytes;
        long ySize = extent(yRows, yColumns, yLd) * bytes;
        if (size == 0 || ySize == 0 || x.asSlice(0, size).asOverlappingSlice(y.asSlice(0, ySize)).isEmpty()) {
            return false;
        }
        long distance = y.address() - x.address(); // of the same array, or of the same memory
        if (ld != yLd || distance % bytes != 0) {
            return true;
        }
        long column = Math.floorMod(distance / bytes, ld);
        return column < columns || column + yColumns > ld;
    }
}
