// Initialization, the one device, and contexts.
#include "grid.h"
#include "state.h"
#include <cstdlib>
#include <cstring>

using namespace kbsim;

CUresult cuInit(unsigned flags) {
    return locked([&]() -> CUresult {
        State &s = state();
        if (flags) return CUDA_ERROR_INVALID_VALUE;
        if (!s.configured) {
            const char *spec = std::getenv("KERNELBRIDGE_CUDA_SIMULATOR");
            if (spec && !s.faults.parse(spec)) return CUDA_ERROR_INVALID_VALUE;
            s.configured = true;
        }
        if (s.faults.no_device) return CUDA_ERROR_NO_DEVICE;
        s.initialized = true;
        return CUDA_SUCCESS;
    });
}

CUresult cuDriverGetVersion(int *version) {
    if (!version) return CUDA_ERROR_INVALID_VALUE;
    *version = 12060;
    return CUDA_SUCCESS;
}

CUresult cuDeviceGetCount(int *count) {
    return initialized([&]() -> CUresult {
        if (!count) return CUDA_ERROR_INVALID_VALUE;
        *count = 1;
        return CUDA_SUCCESS;
    });
}

CUresult cuDeviceGet(CUdevice *device, int ordinal) {
    return initialized([&]() -> CUresult {
        if (!device) return CUDA_ERROR_INVALID_VALUE;
        if (ordinal != 0) return CUDA_ERROR_INVALID_DEVICE;
        *device = 0;
        return CUDA_SUCCESS;
    });
}

template <class F> static CUresult on_device(CUdevice device, bool arguments_good, F call) {
    return initialized([&]() -> CUresult {
        if (!arguments_good) return CUDA_ERROR_INVALID_VALUE;
        if (device != 0) return CUDA_ERROR_INVALID_DEVICE;
        return call();
    });
}

static CUresult copy_text(char *to, int length, const char *text) {
    if (length <= 0) return CUDA_ERROR_INVALID_VALUE;
    std::strncpy(to, text, length - 1);
    to[length - 1] = 0;
    return CUDA_SUCCESS;
}

CUresult cuDeviceGetName(char *name, int length, CUdevice device) {
    return on_device(device, name, [&] { return copy_text(name, length, "CUDA simulator"); });
}

CUresult cuDeviceGetPCIBusId(char *id, int length, CUdevice device) {
    return on_device(device, id, [&] { return copy_text(id, length, "0000:00:00.0"); });
}

CUresult cuDeviceGetUuid(CUuuid *uuid, CUdevice device) {
    return on_device(device, uuid, [&] {
        std::memcpy(uuid->bytes, "kbsim-device-000", sizeof uuid->bytes);
        return CUDA_SUCCESS;
    });
}

CUresult cuDeviceTotalMem_v2(std::size_t *bytes, CUdevice device) {
    return on_device(device, bytes, [&] {
        *bytes = state().faults.memory;
        return CUDA_SUCCESS;
    });
}

CUresult cuDeviceComputeCapability(int *major, int *minor, CUdevice device) {
    return on_device(device, major && minor, [&] {
        *major = 9;
        *minor = 0;
        return CUDA_SUCCESS;
    });
}

// Those of a compute capability 9.0 device; the rest of the driver's attributes are 0 here, which means "no" for nearly
// all.
static int attribute_value(int attribute) {
    switch (attribute) {
    case 1: return MAX_THREADS;              // MAX_THREADS_PER_BLOCK
    case 2: case 3: return 1024;             // MAX_BLOCK_DIM_X, _Y
    case 4: return 64;                       // MAX_BLOCK_DIM_Z
    case 5: return 0x7fffffff;               // MAX_GRID_DIM_X
    case 6: case 7: return 65535;            // MAX_GRID_DIM_Y, _Z
    case 8: return 48 << 10;                 // MAX_SHARED_MEMORY_PER_BLOCK
    case 9: return 64 << 10;                 // TOTAL_CONSTANT_MEMORY
    case 10: return 32;                      // WARP_SIZE
    case 11: return 0x7fffffff;              // MAX_PITCH
    case 12: case 82: return 65536;          // MAX_REGISTERS_PER_BLOCK, _PER_MULTIPROCESSOR
    case 13: case 36: return 1000000;        // CLOCK_RATE, MEMORY_CLOCK_RATE, kHz
    case 14: return 512;                     // TEXTURE_ALIGNMENT
    case 15: case 40: return 1;              // GPU_OVERLAP, ASYNC_ENGINE_COUNT
    case 16: return int(workers());          // MULTIPROCESSOR_COUNT: the cores that blocks run on
    case 19: case 31: case 41: return 1;     // CAN_MAP_HOST_MEMORY, CONCURRENT_KERNELS, UNIFIED_ADDRESSING
    case 37: return 64;                      // GLOBAL_MEMORY_BUS_WIDTH
    case 38: return 1 << 20;                 // L2_CACHE_SIZE
    case 39: return 2048;                    // MAX_THREADS_PER_MULTIPROCESSOR
    case 75: return 9;                       // COMPUTE_CAPABILITY_MAJOR
    case 81: return 228 << 10;               // MAX_SHARED_MEMORY_PER_MULTIPROCESSOR
    case 97: return int(MAX_DYNAMIC_SHARED); // MAX_SHARED_MEMORY_PER_BLOCK_OPTIN
    case 106: return 32;                     // MAX_BLOCKS_PER_MULTIPROCESSOR
    case 111: return 1024;                   // RESERVED_SHARED_MEMORY_PER_BLOCK
    default: return 0;
    }
}

CUresult cuDeviceGetAttribute(int *value, int attribute, CUdevice device) {
    return on_device(device, value && attribute > 0 && attribute < 160, [&] {
        *value = attribute_value(attribute);
        return CUDA_SUCCESS;
    });
}

CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device) {
    return on_device(device, context, [&]() -> CUresult {
        if (state().faults.lost()) return CUDA_ERROR_UNKNOWN;
        Context &primary = state().primary();
        ++primary.references;
        for (auto &[handle, each] : state().contexts) {
            if (each.get() == &primary) *context = as<CUcontext>(handle);
        }
        return CUDA_SUCCESS;
    });
}

CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
    return on_device(device, true, [&]() -> CUresult {
        Context &primary = state().primary();
        if (primary.references == 0) return CUDA_ERROR_INVALID_CONTEXT;
        if (--primary.references == 0) primary.clear();
        return CUDA_SUCCESS;
    });
}

CUresult cuDevicePrimaryCtxReset_v2(CUdevice device) {
    return on_device(device, true, [&]() -> CUresult {
        if (state().faults.lost()) return CUDA_ERROR_UNKNOWN;
        state().primary().clear();
        return CUDA_SUCCESS;
    });
}

CUresult cuDevicePrimaryCtxGetState(CUdevice device, unsigned *flags, int *active) {
    return on_device(device, flags && active, [&] {
        *flags = 0;
        *active = state().primary().references > 0;
        return CUDA_SUCCESS;
    });
}

CUresult cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned) {
    return on_device(device, true, [] { return CUDA_SUCCESS; });
}

CUresult cuCtxCreate_v2(CUcontext *context, unsigned, CUdevice device) {
    return on_device(device, context, [&]() -> CUresult {
        if (state().faults.lost()) return CUDA_ERROR_UNKNOWN;
        const std::uint64_t handle = state().handle();
        auto &made = state().contexts[handle] = std::make_unique<Context>();
        made->references = 1;
        current_stack().push_back(*context = as<CUcontext>(handle));
        return CUDA_SUCCESS;
    });
}

CUresult cuCtxDestroy_v2(CUcontext context) {
    return initialized([&]() -> CUresult {
        Context *gone = state().context(context);
        if (!gone || gone->primary) return CUDA_ERROR_INVALID_CONTEXT;
        gone->clear();
        state().contexts.erase(number(context));
        auto &stack = current_stack();
        if (!stack.empty() && stack.back() == context) stack.pop_back();
        return CUDA_SUCCESS;
    });
}

CUresult cuCtxGetCurrent(CUcontext *context) {
    return initialized([&]() -> CUresult {
        if (!context) return CUDA_ERROR_INVALID_VALUE;
        *context = current_stack().empty() ? nullptr : current_stack().back();
        return CUDA_SUCCESS;
    });
}

CUresult cuCtxSetCurrent(CUcontext context) {
    return initialized([&]() -> CUresult {
        if (context && !state().context(context)) return CUDA_ERROR_INVALID_CONTEXT;
        auto &stack = current_stack();
        if (!stack.empty()) stack.pop_back();
        if (context) stack.push_back(context);
        return CUDA_SUCCESS;
    });
}

CUresult cuCtxPushCurrent_v2(CUcontext context) {
    return initialized([&]() -> CUresult {
        if (!context || !state().context(context)) return CUDA_ERROR_INVALID_CONTEXT;
        current_stack().push_back(context);
        return CUDA_SUCCESS;
    });
}

CUresult cuCtxPopCurrent_v2(CUcontext *context) {
    return initialized([&]() -> CUresult {
        auto &stack = current_stack();
        if (stack.empty()) return CUDA_ERROR_INVALID_CONTEXT;
        if (context) *context = stack.back();
        stack.pop_back();
        return CUDA_SUCCESS;
    });
}

CUresult cuCtxGetDevice(CUdevice *device) {
    return in_context([&](Context &) -> CUresult {
        if (!device) return CUDA_ERROR_INVALID_VALUE;
        *device = 0;
        return CUDA_SUCCESS;
    });
}

CUresult cuCtxSynchronize() {
    return in_context([](Context &context) {
        context.finish_all();
        return context.error;
    });
}
