package dev.kernelbridge.bench.device;

import dev.kernelbridge.bind.annotation.CFunction;
import dev.kernelbridge.bind.annotation.Fails;
import dev.kernelbridge.bind.annotation.Out;
import dev.kernelbridge.bind.annotation.SizedBy;
import java.lang.foreign.MemorySegment;

/** The few functions of NVIDIA's driver (libcuda.so.1) that the probes need; what is not 0 is an error. Handles go as numbers. */
interface Driver {
    @Fails(Fails.When.NONZERO)
    @CFunction("int cuInit(unsigned int flags)")
    int cuInit(int flags);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuDriverGetVersion(int *version)")
    int cuDriverGetVersion(@Out @SizedBy("1") int[] version);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuDeviceGet(int *device, int ordinal)")
    int cuDeviceGet(@Out @SizedBy("1") int[] device, int ordinal);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuDeviceGetName(char *name, int len, int device)")
    int cuDeviceGetName(@Out @SizedBy("len") byte[] name, int len, int device);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuDeviceGetAttribute(int *value, int attribute, int device)")
    int cuDeviceGetAttribute(@Out @SizedBy("1") int[] value, int attribute, int device);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuDevicePrimaryCtxRetain(unsigned long long *context, int device)")
    int cuDevicePrimaryCtxRetain(@Out @SizedBy("1") long[] context, int device);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuCtxSetCurrent(unsigned long long context)")
    int cuCtxSetCurrent(long context);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuCtxSynchronize(void)")
    int cuCtxSynchronize();

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuMemGetInfo_v2(size_t *free, size_t *total)")
    int cuMemGetInfo_v2(@Out @SizedBy("1") long[] free, @Out @SizedBy("1") long[] total);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuMemAlloc_v2(unsigned long long *pointer, size_t bytes)")
    int cuMemAlloc_v2(@Out @SizedBy("1") long[] pointer, long bytes);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuMemFree_v2(unsigned long long pointer)")
    int cuMemFree_v2(long pointer);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuMemHostAlloc(unsigned long long *pointer, size_t bytes, unsigned int flags)")
    int cuMemHostAlloc(@Out @SizedBy("1") long[] pointer, long bytes, int flags);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuMemFreeHost(unsigned long long pointer)")
    int cuMemFreeHost(long pointer);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuMemcpyHtoDAsync_v2(unsigned long long to, unsigned long long from, size_t bytes, unsigned long long stream)")
    int cuMemcpyHtoDAsync_v2(long to, long from, long bytes, long stream);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuMemcpyDtoHAsync_v2(unsigned long long to, unsigned long long from, size_t bytes, unsigned long long stream)")
    int cuMemcpyDtoHAsync_v2(long to, long from, long bytes, long stream);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuMemcpyDtoDAsync_v2(unsigned long long to, unsigned long long from, size_t bytes, unsigned long long stream)")
    int cuMemcpyDtoDAsync_v2(long to, long from, long bytes, long stream);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuStreamCreate(unsigned long long *stream, unsigned int flags)")
    int cuStreamCreate(@Out @SizedBy("1") long[] stream, int flags);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuModuleLoadData(unsigned long long *module, const char *image)")
    int cuModuleLoadData(@Out @SizedBy("1") long[] module, String image);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuModuleGetFunction(unsigned long long *function, unsigned long long module, const char *name)")
    int cuModuleGetFunction(@Out @SizedBy("1") long[] function, long module, String name);

    @Fails(Fails.When.NONZERO)
    @CFunction("int cuLaunchKernel(unsigned long long function, unsigned int gx, unsigned int gy, unsigned int gz, unsigned int bx,"
            + " unsigned int by, unsigned int bz, unsigned int shared, unsigned long long stream, void *parameters, void *extra)")
    int cuLaunchKernel(long function, int gx, int gy, int gz, int bx, int by, int bz, int shared, long stream, MemorySegment parameters,
            MemorySegment extra);
}
