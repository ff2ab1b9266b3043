package dev.kernelbridge.cuda;

import dev.kernelbridge.Device;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.VectorEngine;

/** A GPU with the kernels loaded. */
final class CudaEngine implements Engine {
    private final Context context;
    private final Memory memory;
    private final Lanes lanes;
    private final LoadedKernels kernels;
    private final CudaPrimes primes;
    private final CudaFactors factors;
    private final CudaVectors vectors;

    private CudaEngine(Context context, Memory memory) {
        Geometry geometry = Geometry.of(context.gpu());
        this.context = context;
        this.memory = memory;
        this.kernels = new LoadedKernels(context, KernelImage.bytes(), geometry);
        this.lanes = new Lanes(context, memory);
        this.primes = new CudaPrimes(context.gpu().name(), kernels, memory, lanes, geometry);
        CudaRelations relations = new CudaRelations(context.gpu(), kernels, memory, lanes, geometry);
        this.factors = new CudaFactors(context.gpu(), kernels, lanes, geometry, relations);
        this.vectors = new CudaVectors(kernels, memory, lanes, geometry, new Stream(context));
    }

    /** Opens a GPU; if that fails, what was taken is given back. */
    static CudaEngine open(Gpu gpu) {
        Context context = new Context(gpu);
        Memory memory = new Memory(context);
        try {
            return new CudaEngine(context, memory);
        } catch (RuntimeException | Error e) {
            memory.freeAll();
            context.release();
            throw e;
        }
    }

    @Override
    public Device device() {
        return context.gpu().device();
    }

    @Override
    public int parallelism() {
        return Lanes.COUNT;
    }

    @Override
    public PrimeEngine primes() {
        return primes;
    }

    @Override
    public FactorEngine factors() {
        return factors;
    }

    @Override
    public VectorEngine vectors() {
        return vectors;
    }

    /** Pinned memory that it holds now. */
    long pinnedBytes() {
        return memory.pinnedBytes();
    }

    @Override
    public void close() {
        if (lanes.close()) {
            vectors.close();
            primes.rough().close();
            memory.freeAll();
            kernels.close();
            context.release();
        }
    }
}
