// Allocation, copies and fills.
//
// Copies keep the driver's rules about waiting: a plain copy waits for the default stream and all that it waits for; an
// asynchronous one from ordinary host memory takes the data at once, one to ordinary host memory has written it on
// return, and one with pinned memory happens when the stream gets there, so that the buffer must be left alone until
// then.
#include "state.h"
#include <cstring>

using namespace kbsim;

static CUresult damaged(Context &context, const std::string &what) {
    context.fail(CUDA_ERROR_ILLEGAL_ADDRESS, what);
    return CUDA_ERROR_ILLEGAL_ADDRESS;
}

CUresult cuMemGetInfo_v2(std::size_t *free, std::size_t *total) {
    return in_context([&](Context &) -> CUresult {
        if (!free || !total) return CUDA_ERROR_INVALID_VALUE;
        *total = state().faults.memory;
        const std::size_t used = state().memory.device_footprint();
        *free = used < *total ? *total - used : 0;
        return CUDA_SUCCESS;
    });
}

CUresult cuMemAlloc_v2(CUdeviceptr *address, std::size_t bytes) {
    return in_context([&](Context &context) -> CUresult {
        if (!address || bytes == 0) return CUDA_ERROR_INVALID_VALUE;
        Memory &memory = state().memory;
        const std::size_t limit = state().faults.memory, used = memory.device_footprint();
        if (bytes > limit || used > limit || Memory::footprint(bytes) > limit - used) return CUDA_ERROR_OUT_OF_MEMORY;
        const Allocation *made = memory.allocate(bytes, Place::DEVICE, &context);
        if (!made) return CUDA_ERROR_OUT_OF_MEMORY;
        *address = made->address;
        return CUDA_SUCCESS;
    });
}

CUresult cuMemFree_v2(CUdeviceptr address) {
    return in_context([&](Context &context) -> CUresult {
        if (address == 0) return CUDA_SUCCESS;
        Memory &memory = state().memory;
        const Allocation *a = memory.starting_at(address);
        if (!a || a->place != Place::DEVICE) return CUDA_ERROR_INVALID_VALUE;
        context.finish_all();
        if (context.error) return context.error;
        const bool intact = memory.guards_intact(*a);
        const std::string what = intact ? "" : memory.damage() + " (seen when it was freed)";
        memory.release(address);
        return intact ? CUDA_SUCCESS : damaged(context, what);
    });
}

CUresult cuMemGetAddressRange_v2(CUdeviceptr *base, std::size_t *bytes, CUdeviceptr address) {
    return in_context([&](Context &) -> CUresult {
        const Allocation *a = state().memory.containing(address, 1);
        if (!a || a->place != Place::DEVICE) return CUDA_ERROR_NOT_FOUND;
        if (base) *base = a->address;
        if (bytes) *bytes = a->bytes;
        return CUDA_SUCCESS;
    });
}

CUresult cuMemHostAlloc(void **pointer, std::size_t bytes, unsigned flags) {
    return in_context([&](Context &context) -> CUresult {
        if (!pointer || bytes == 0 || flags > 7) return CUDA_ERROR_INVALID_VALUE;
        const Allocation *made = state().memory.allocate(bytes, Place::PINNED, &context);
        if (!made) return CUDA_ERROR_OUT_OF_MEMORY;
        *pointer = reinterpret_cast<void *>(made->address);
        return CUDA_SUCCESS;
    });
}

CUresult cuMemAllocHost_v2(void **pointer, std::size_t bytes) { return cuMemHostAlloc(pointer, bytes, 0); }

CUresult cuMemFreeHost(void *pointer) {
    return in_context([&](Context &context) -> CUresult {
        const Allocation *a = state().memory.starting_at(number(pointer));
        if (!a || a->place != Place::PINNED) return CUDA_ERROR_INVALID_VALUE;
        context.finish_all();
        if (context.error) return context.error;
        state().memory.release(a->address);
        return CUDA_SUCCESS;
    });
}

CUresult cuMemHostRegister_v2(void *pointer, std::size_t bytes, unsigned) {
    return in_context([&](Context &context) -> CUresult {
        if (!pointer || bytes == 0) return CUDA_ERROR_INVALID_VALUE;
        if (state().memory.containing(number(pointer), 1)) return CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED;
        state().memory.enlist(pointer, bytes, &context);
        return CUDA_SUCCESS;
    });
}

CUresult cuMemHostUnregister(void *pointer) {
    return in_context([&](Context &context) -> CUresult {
        const Allocation *a = state().memory.starting_at(number(pointer));
        if (!a || a->place != Place::REGISTERED) return CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED;
        context.finish_all();
        state().memory.release(a->address);
        return context.error;
    });
}

CUresult cuMemHostGetDevicePointer_v2(CUdeviceptr *address, void *pointer, unsigned) {
    return in_context([&](Context &) -> CUresult {
        const Allocation *a = state().memory.containing(number(pointer), 1);
        if (!address || !a || a->place == Place::DEVICE) return CUDA_ERROR_INVALID_VALUE;
        *address = number(pointer);
        return CUDA_SUCCESS;
    });
}

static bool on_device(CUdeviceptr address, std::size_t bytes) { return state().memory.containing(address, bytes); }

static bool pinned(const void *pointer, std::size_t bytes) { return state().memory.containing(number(pointer), bytes); }

static CUresult copy(Context &context, Stream &stream, void *to, const void *from, std::size_t bytes) {
    return context.enqueue(stream, [to, from, bytes]() -> CUresult {
        std::memmove(to, from, bytes);
        return CUDA_SUCCESS;
    });
}

// A copy that is done on return.
static CUresult copy_now(Context &context, void *to, const void *from, std::size_t bytes) {
    context.finish_blocking();
    if (!context.error) std::memmove(to, from, bytes);
    return context.error;
}

CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, std::size_t bytes) {
    return in_context([&](Context &context) -> CUresult {
        if (bytes == 0) return CUDA_SUCCESS;
        if (!from || !on_device(to, bytes)) return CUDA_ERROR_INVALID_VALUE;
        return copy_now(context, as<void *>(to), from, bytes);
    });
}

CUresult cuMemcpyDtoH_v2(void *to, CUdeviceptr from, std::size_t bytes) {
    return in_context([&](Context &context) -> CUresult {
        if (bytes == 0) return CUDA_SUCCESS;
        if (!to || !on_device(from, bytes)) return CUDA_ERROR_INVALID_VALUE;
        return copy_now(context, to, as<void *>(from), bytes);
    });
}

CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, std::size_t bytes, CUstream handle) {
    return in_context([&](Context &context) -> CUresult {
        Stream *stream = context.stream(handle);
        if (!stream) return CUDA_ERROR_INVALID_HANDLE;
        if (bytes == 0) return CUDA_SUCCESS;
        if (!from || !on_device(to, bytes)) return CUDA_ERROR_INVALID_VALUE;
        if (pinned(from, bytes)) return copy(context, *stream, as<void *>(to), from, bytes);
        const auto *data = static_cast<const unsigned char *>(from);
        return context.enqueue(*stream, [to, staged = std::vector<unsigned char>(data, data + bytes)]() -> CUresult {
            std::memcpy(as<void *>(to), staged.data(), staged.size());
            return CUDA_SUCCESS;
        });
    });
}

CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, std::size_t bytes, CUstream handle) {
    return in_context([&](Context &context) -> CUresult {
        Stream *stream = context.stream(handle);
        if (!stream) return CUDA_ERROR_INVALID_HANDLE;
        if (bytes == 0) return CUDA_SUCCESS;
        if (!to || !on_device(from, bytes)) return CUDA_ERROR_INVALID_VALUE;
        const bool later = pinned(to, bytes);
        const CUresult result = copy(context, *stream, to, as<void *>(from), bytes);
        if (!result && !later) context.finish(*stream);
        return result ? result : context.error;
    });
}

CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, std::size_t bytes, CUstream handle) {
    return in_context([&](Context &context) -> CUresult {
        Stream *stream = context.stream(handle);
        if (!stream) return CUDA_ERROR_INVALID_HANDLE;
        if (bytes == 0) return CUDA_SUCCESS;
        if (!on_device(to, bytes) || !on_device(from, bytes)) return CUDA_ERROR_INVALID_VALUE;
        return copy(context, *stream, as<void *>(to), as<void *>(from), bytes);
    });
}

CUresult cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, std::size_t bytes) {
    return cuMemcpyDtoDAsync_v2(to, from, bytes, nullptr);
}

template <class T> static CUresult fill(CUdeviceptr to, T value, std::size_t count, CUstream handle) {
    return in_context([&](Context &context) -> CUresult {
        Stream *stream = context.stream(handle);
        if (!stream) return CUDA_ERROR_INVALID_HANDLE;
        if (count == 0) return CUDA_SUCCESS;
        if (count > ~std::size_t(0) / sizeof(T) || to % sizeof(T) || !on_device(to, count * sizeof(T))) {
            return CUDA_ERROR_INVALID_VALUE;
        }
        return context.enqueue(*stream, [to, value, count]() -> CUresult {
            for (std::size_t i = 0; i < count; ++i) as<T *>(to)[i] = value;
            return CUDA_SUCCESS;
        });
    });
}

CUresult cuMemsetD8Async(CUdeviceptr to, unsigned char v, std::size_t n, CUstream s) { return fill(to, v, n, s); }
CUresult cuMemsetD32Async(CUdeviceptr to, unsigned v, std::size_t n, CUstream s) { return fill(to, v, n, s); }
CUresult cuMemsetD8_v2(CUdeviceptr to, unsigned char v, std::size_t n) { return fill(to, v, n, nullptr); }
CUresult cuMemsetD32_v2(CUdeviceptr to, unsigned v, std::size_t n) { return fill(to, v, n, nullptr); }
