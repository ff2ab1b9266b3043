// The part of the CUDA driver API that the simulator answers, with the driver's own names and numbers.
//
// Declared here rather than taken from cuda.h: the simulator is for machines without a toolkit. Where a toolkit is
// installed, api-check.cpp compares the two.
#pragma once
#include <cstddef>

#ifndef KBSIM_API
#define KBSIM_API extern "C" __attribute__((visibility("default")))
#endif

using CUresult = int;
using CUdevice = int;
using CUdeviceptr = unsigned long long;
using CUcontext = struct CUctx_st *;
using CUmodule = struct CUmod_st *;
using CUfunction = struct CUfunc_st *;
using CUstream = struct CUstream_st *;
using CUevent = struct CUevent_st *;
using CUgraph = struct CUgraph_st *;
using CUgraphExec = struct CUgraphExec_st *;
struct CUuuid {
    char bytes[16];
};

enum : CUresult {
    CUDA_SUCCESS = 0,
    CUDA_ERROR_INVALID_VALUE = 1,
    CUDA_ERROR_OUT_OF_MEMORY = 2,
    CUDA_ERROR_NOT_INITIALIZED = 3,
    CUDA_ERROR_NO_DEVICE = 100,
    CUDA_ERROR_INVALID_DEVICE = 101,
    CUDA_ERROR_INVALID_IMAGE = 200,
    CUDA_ERROR_INVALID_CONTEXT = 201,
    CUDA_ERROR_INVALID_HANDLE = 400,
    CUDA_ERROR_ILLEGAL_STATE = 401,
    CUDA_ERROR_NOT_FOUND = 500,
    CUDA_ERROR_NOT_READY = 600,
    CUDA_ERROR_ILLEGAL_ADDRESS = 700,
    CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES = 701,
    CUDA_ERROR_CONTEXT_IS_DESTROYED = 709,
    CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED = 712,
    CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED = 713,
    CUDA_ERROR_LAUNCH_FAILED = 719,
    CUDA_ERROR_NOT_SUPPORTED = 801,
    CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED = 900,
    CUDA_ERROR_STREAM_CAPTURE_INVALIDATED = 901,
    CUDA_ERROR_UNKNOWN = 999,
};

enum { CU_STREAM_NON_BLOCKING = 1, CU_EVENT_DISABLE_TIMING = 2, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES = 8 };

// Tests only; not in any driver.
KBSIM_API int kbsim_configure(const char *spec);                // faults.h says what a spec is; "" resets everything
KBSIM_API unsigned long long kbsim_counter(const char *name);   // launches, graphs, allocations, bytes, threads, switches
KBSIM_API const char *kbsim_message();                          // why the last launch failed; "" if none did

KBSIM_API CUresult cuInit(unsigned flags);
KBSIM_API CUresult cuDriverGetVersion(int *version);
KBSIM_API CUresult cuGetErrorName(CUresult error, const char **name);
KBSIM_API CUresult cuGetErrorString(CUresult error, const char **text); // with kbsim_message() where that is the reason

KBSIM_API CUresult cuDeviceGetCount(int *count);
KBSIM_API CUresult cuDeviceGet(CUdevice *device, int ordinal);
KBSIM_API CUresult cuDeviceGetName(char *name, int length, CUdevice device);
KBSIM_API CUresult cuDeviceGetUuid(CUuuid *uuid, CUdevice device);
KBSIM_API CUresult cuDeviceTotalMem_v2(std::size_t *bytes, CUdevice device);
KBSIM_API CUresult cuDeviceGetAttribute(int *value, int attribute, CUdevice device);
KBSIM_API CUresult cuDeviceComputeCapability(int *major, int *minor, CUdevice device);
KBSIM_API CUresult cuDeviceGetPCIBusId(char *id, int length, CUdevice device);

KBSIM_API CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device);
KBSIM_API CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device);
KBSIM_API CUresult cuDevicePrimaryCtxReset_v2(CUdevice device);
KBSIM_API CUresult cuDevicePrimaryCtxGetState(CUdevice device, unsigned *flags, int *active);
KBSIM_API CUresult cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned flags);
KBSIM_API CUresult cuCtxCreate_v2(CUcontext *context, unsigned flags, CUdevice device);
KBSIM_API CUresult cuCtxDestroy_v2(CUcontext context);
KBSIM_API CUresult cuCtxGetCurrent(CUcontext *context);
KBSIM_API CUresult cuCtxSetCurrent(CUcontext context);
KBSIM_API CUresult cuCtxPushCurrent_v2(CUcontext context);
KBSIM_API CUresult cuCtxPopCurrent_v2(CUcontext *context);
KBSIM_API CUresult cuCtxGetDevice(CUdevice *device);
KBSIM_API CUresult cuCtxSynchronize();

KBSIM_API CUresult cuModuleLoad(CUmodule *module, const char *file);
KBSIM_API CUresult cuModuleLoadData(CUmodule *module, const void *image);
KBSIM_API CUresult cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned options, int *names, void **values);
KBSIM_API CUresult cuModuleLoadFatBinary(CUmodule *module, const void *image);
KBSIM_API CUresult cuModuleUnload(CUmodule module);
KBSIM_API CUresult cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name);
KBSIM_API CUresult cuFuncGetAttribute(int *value, int attribute, CUfunction function);
KBSIM_API CUresult cuFuncSetAttribute(CUfunction function, int attribute, int value);
KBSIM_API CUresult cuFuncSetCacheConfig(CUfunction function, int config);
KBSIM_API CUresult cuLaunchKernel(CUfunction function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,
                                  unsigned bz, unsigned shared_bytes, CUstream stream, void **parameters, void **extra);
KBSIM_API CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, CUfunction function, int block_size,
                                                               std::size_t shared_bytes);

KBSIM_API CUresult cuMemGetInfo_v2(std::size_t *free, std::size_t *total);
KBSIM_API CUresult cuMemAlloc_v2(CUdeviceptr *address, std::size_t bytes);
KBSIM_API CUresult cuMemFree_v2(CUdeviceptr address);
KBSIM_API CUresult cuMemGetAddressRange_v2(CUdeviceptr *base, std::size_t *bytes, CUdeviceptr address);
KBSIM_API CUresult cuMemHostAlloc(void **pointer, std::size_t bytes, unsigned flags);
KBSIM_API CUresult cuMemAllocHost_v2(void **pointer, std::size_t bytes);
KBSIM_API CUresult cuMemFreeHost(void *pointer);
KBSIM_API CUresult cuMemHostRegister_v2(void *pointer, std::size_t bytes, unsigned flags);
KBSIM_API CUresult cuMemHostUnregister(void *pointer);
KBSIM_API CUresult cuMemHostGetDevicePointer_v2(CUdeviceptr *address, void *pointer, unsigned flags);
KBSIM_API CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, std::size_t bytes);
KBSIM_API CUresult cuMemcpyDtoH_v2(void *to, CUdeviceptr from, std::size_t bytes);
KBSIM_API CUresult cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, std::size_t bytes);
KBSIM_API CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, std::size_t bytes, CUstream stream);
KBSIM_API CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, std::size_t bytes, CUstream stream);
KBSIM_API CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, std::size_t bytes, CUstream stream);
KBSIM_API CUresult cuMemsetD8_v2(CUdeviceptr to, unsigned char value, std::size_t count);
KBSIM_API CUresult cuMemsetD32_v2(CUdeviceptr to, unsigned value, std::size_t count);
KBSIM_API CUresult cuMemsetD8Async(CUdeviceptr to, unsigned char value, std::size_t count, CUstream stream);
KBSIM_API CUresult cuMemsetD32Async(CUdeviceptr to, unsigned value, std::size_t count, CUstream stream);

KBSIM_API CUresult cuStreamCreate(CUstream *stream, unsigned flags);
KBSIM_API CUresult cuStreamCreateWithPriority(CUstream *stream, unsigned flags, int priority);
KBSIM_API CUresult cuStreamDestroy_v2(CUstream stream);
KBSIM_API CUresult cuStreamSynchronize(CUstream stream);
KBSIM_API CUresult cuStreamQuery(CUstream stream);
KBSIM_API CUresult cuStreamWaitEvent(CUstream stream, CUevent event, unsigned flags);
KBSIM_API CUresult cuEventCreate(CUevent *event, unsigned flags);
KBSIM_API CUresult cuEventDestroy_v2(CUevent event);
KBSIM_API CUresult cuEventRecord(CUevent event, CUstream stream);
KBSIM_API CUresult cuEventSynchronize(CUevent event);
KBSIM_API CUresult cuEventQuery(CUevent event);
KBSIM_API CUresult cuEventElapsedTime(float *milliseconds, CUevent start, CUevent end);

KBSIM_API CUresult cuStreamBeginCapture_v2(CUstream stream, int mode);
KBSIM_API CUresult cuStreamEndCapture(CUstream stream, CUgraph *graph);
KBSIM_API CUresult cuGraphInstantiateWithFlags(CUgraphExec *executable, CUgraph graph, unsigned long long flags);
KBSIM_API CUresult cuGraphLaunch(CUgraphExec executable, CUstream stream);
KBSIM_API CUresult cuGraphExecDestroy(CUgraphExec executable);
KBSIM_API CUresult cuGraphDestroy(CUgraph graph);
