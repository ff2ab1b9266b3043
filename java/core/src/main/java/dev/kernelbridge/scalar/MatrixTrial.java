package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemmShape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The trial of matrix products by {@link MatrixTiles}: some rows of C, twenty tiles in doubles with AVX-512, in either form. The tiles
 * find packed panels, since a product packs them once for many tiles.
 */
final class MatrixTrial implements Choice.Trial {
    private static final int ROWS = 16;
    /** All widths of tiles up to 512 bits divide it. */
    private static final int COLUMNS = 240;
    private static final int DEPTH = 256;
    private static final int B_AT = ROWS * DEPTH;

    private static final Choice F64 = Trials.choice(new MatrixTrial(ElementType.F64));
    private static final Choice F32 = Trials.choice(new MatrixTrial(ElementType.F32));

    private final ElementType type;
    private Operands operands; // null but during the trial

    private MatrixTrial(ElementType type) {
        this.type = type;
    }

    static Choice of(ElementType type) {
        return type == ElementType.F64 ? F64 : F32;
    }

    /** A and then B, as panels or as rows, and C; of one type. */
    private record Operands(double[] doubles, double[] c, float[] floats, float[] floatC) {
        static Operands of(ElementType type) {
            int width = new MatrixTiles().columns(type);
            int length = B_AT + DEPTH * Math.ceilDiv(COLUMNS, width) * width;
            double[] doubles = new double[type == ElementType.F64 ? length : 0];
            float[] floats = new float[type == ElementType.F32 ? length : 0];
            Arrays.fill(doubles, 0.5);
            Arrays.fill(floats, 0.5f);
            return new Operands(doubles, new double[ROWS * COLUMNS], floats, new float[ROWS * COLUMNS]);
        }
    }

    /** With AVX2 and NEON, too. */
    @Override
    public boolean possible() {
        if (VectorModule.PRESENT) {
            operands = Operands.of(type);
        }
        return VectorModule.PRESENT;
    }

    @Override
    public int length() {
        return ROWS * COLUMNS * DEPTH;
    }

    /** Each takes 0.1 ms when it is compiled. */
    @Override
    public int calls() {
        return 2;
    }

    /** A product's blocks stay in cache in either form; and this trial's plain form gathers more for its few rows than a product's. */
    @Override
    public double allowed(double plain) {
        return plain;
    }

    /** The calls are long: a thread may lose its core in some of them. */
    @Override
    public int strikes() {
        return 16;
    }

    /** With a beta of 0, and of 1 if n is odd. */
    @Override
    public void plain(int n) {
        GemmShape shape = new GemmShape(type, false, false, ROWS, COLUMNS, DEPTH, 1, DEPTH, COLUMNS, n & 1, COLUMNS);
        if (type == ElementType.F64) {
            MemorySegment all = MemorySegment.ofArray(operands.doubles);
            DoubleGemm.run(shape, all, all.asSlice(8L * B_AT), MemorySegment.ofArray(operands.c));
        } else {
            MemorySegment all = MemorySegment.ofArray(operands.floats);
            FloatGemm.run(shape, all, all.asSlice(4L * B_AT), MemorySegment.ofArray(operands.floatC));
        }
    }

    @Override
    public void vector(int n) {
        if (type == ElementType.F64) {
            MatrixTiles.multiply(ROWS, COLUMNS, DEPTH, 1, operands.doubles, 0, B_AT, n & 1, operands.c, 0, COLUMNS);
        } else {
            MatrixTiles.multiply(ROWS, COLUMNS, DEPTH, 1, operands.floats, 0, B_AT, n & 1, operands.floatC, 0, COLUMNS);
        }
    }

    @Override
    public void end() {
        operands = null;
    }
}
