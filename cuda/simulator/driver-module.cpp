// Modules, functions and launches, with the failures that were asked for.
//
// Any image is accepted, because the kernels are linked into this library: what the image would have held is found by
// name.
#include "grid.h"
#include "state.h"
#include <algorithm>
#include <cstring>
#include <string>

namespace kbsim {

static std::vector<Kernel> &kernels() {
    static std::vector<Kernel> &all = *new std::vector<Kernel>;
    return all;
}

void enlist(const Kernel &kernel) { kernels().push_back(kernel); }

const Kernel *kernel_named(const char *name) {
    for (const Kernel &kernel : kernels()) {
        if (std::strcmp(kernel.name, name) == 0) return &kernel;
    }
    return nullptr;
}

// A launch that was accepted and waits in its stream; the arguments are the driver's own copy.
struct Order {
    Context *context;
    const Kernel *kernel;
    dim3 grid, block;
    unsigned shared_bytes;
    std::vector<std::uint64_t> storage;
    std::vector<void *> arguments;

    void copy(void **parameters) {
        storage.resize(2 * kernel->parameters); // 16 bytes each: more than any of ours
        for (int i = 0; i < kernel->parameters; ++i) {
            std::size_t bytes = kernel->sizes[i];
            std::memcpy(&storage[2 * i], parameters[i], bytes < 16 ? bytes : 16);
            arguments.push_back(&storage[2 * i]);
        }
    }
    std::uint64_t pointer(int i) const { return kernel->kinds[i] == Parameter::VALUE ? 0 : storage[2 * i]; }

    CUresult run(std::uint64_t number) const; // 1 is the first
    void corrupt() const;
};

static CUresult because(CUresult error, std::string why) {
    state().message = std::move(why);
    return error;
}

CUresult Order::run(std::uint64_t number) const {
    const Faults &faults = state().faults;
    const std::string name = std::string("kernel ") + kernel->name;
    if (number == faults.fail_launch) {
        return because(CUDA_ERROR_LAUNCH_FAILED, name + ": launch " + std::to_string(number) + " was asked to fail");
    }
    for (int i = 0; i < kernel->parameters; ++i) {
        // An unused input may be null, an output is always written, and here that would be a fault in the caller's process.
        if (!pointer(i) && kernel->kinds[i] == Parameter::OUTPUT) {
            return because(CUDA_ERROR_ILLEGAL_ADDRESS, name + ": parameter " + std::to_string(i) + ", an output, is null");
        }
        if (pointer(i) && !state().memory.containing(pointer(i))) {
            return because(CUDA_ERROR_ILLEGAL_ADDRESS,
                           name + ": parameter " + std::to_string(i) +
                               " points to memory that was never allocated or is freed");
        }
    }
    const std::string failure = run_grid({kernel, arguments.data(), grid, block, shared_bytes});
    if (!failure.empty()) return because(CUDA_ERROR_LAUNCH_FAILED, failure);
    const std::string damage = state().memory.damage();
    if (!damage.empty()) return because(CUDA_ERROR_ILLEGAL_ADDRESS, name + ": " + damage);
    if (faults.wrong && number % faults.wrong == 0) corrupt();
    return CUDA_SUCCESS;
}

// What the last output pointer points to. Bit 0 of byte 0 turns a flag and changes a count by one, but a floating-point
// number by a rounding error only; bit 6 of byte 3 changes a float by 2^64 or more and a double by 2^-22 of itself.
void Order::corrupt() const {
    for (int i = kernel->parameters - 1; i >= 0; --i) {
        if (kernel->kinds[i] != Parameter::OUTPUT || !pointer(i)) continue;
        auto *bytes = as<unsigned char *>(pointer(i));
        if (state().memory.containing(pointer(i), 1)) bytes[0] ^= 1;
        if (state().memory.containing(pointer(i), 4)) bytes[3] ^= 0x40;
        return;
    }
}

} // namespace kbsim

using namespace kbsim;

CUresult cuModuleLoadData(CUmodule *module, const void *image) {
    return in_context([&](Context &context) -> CUresult {
        if (!module || !image) return CUDA_ERROR_INVALID_VALUE;
        const std::uint64_t handle = state().handle();
        context.modules[handle] = std::make_unique<Module>(Module{&context, {}});
        *module = as<CUmodule>(handle);
        return CUDA_SUCCESS;
    });
}

CUresult cuModuleLoad(CUmodule *module, const char *file) { return cuModuleLoadData(module, file); }
CUresult cuModuleLoadFatBinary(CUmodule *module, const void *image) { return cuModuleLoadData(module, image); }
CUresult cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned, int *, void **) {
    return cuModuleLoadData(module, image);
}

CUresult cuModuleUnload(CUmodule handle) {
    return in_context([&](Context &context) -> CUresult {
        Module *module = look_up(context.modules, number(handle));
        if (!module) return CUDA_ERROR_INVALID_HANDLE;
        context.finish_all();
        for (auto &[kernel, function] : module->functions) context.functions.erase(number(function));
        context.modules.erase(number(handle));
        return context.error;
    });
}

CUresult cuModuleGetFunction(CUfunction *function, CUmodule handle, const char *name) {
    return in_context([&](Context &context) -> CUresult {
        if (!function || !name) return CUDA_ERROR_INVALID_VALUE;
        Module *module = look_up(context.modules, number(handle));
        if (!module) return CUDA_ERROR_INVALID_HANDLE;
        const Kernel *kernel = kernel_named(name);
        if (!kernel) return CUDA_ERROR_NOT_FOUND;
        CUfunction &known = module->functions[kernel];
        if (!known) {
            const std::uint64_t made = state().handle();
            context.functions[made] = std::make_unique<Function>(Function{kernel, 48 << 10});
            known = as<CUfunction>(made);
        }
        *function = known;
        return CUDA_SUCCESS;
    });
}

template <class F> static CUresult on_function(CUfunction handle, F call) {
    return in_context([&](Context &context) -> CUresult {
        Function *function = look_up(context.functions, number(handle));
        return function ? call(context, *function) : CUDA_ERROR_INVALID_HANDLE;
    });
}

CUresult cuFuncGetAttribute(int *value, int attribute, CUfunction handle) {
    return on_function(handle, [&](Context &, Function &function) -> CUresult {
        if (!value || attribute < 0 || attribute > 15) return CUDA_ERROR_INVALID_VALUE;
        switch (attribute) {
        case 0: *value = MAX_THREADS; break;            // MAX_THREADS_PER_BLOCK
        case 4: *value = 32; break;                     // NUM_REGS
        case 5: case 6: *value = 90; break;             // PTX_VERSION, BINARY_VERSION
        case 8: *value = function.dynamic_limit; break; // MAX_DYNAMIC_SHARED_SIZE_BYTES
        case 9: *value = -1; break;                     // PREFERRED_SHARED_MEMORY_CARVEOUT
        default: *value = 0;                            // static shared and local memory: g++ does not say
        }
        return CUDA_SUCCESS;
    });
}

CUresult cuFuncSetAttribute(CUfunction handle, int attribute, int value) {
    return on_function(handle, [&](Context &, Function &function) -> CUresult {
        if (attribute == 9) return value >= -1 && value <= 100 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
        if (attribute != CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES) return CUDA_ERROR_INVALID_VALUE;
        if (value < 0 || value > int(MAX_DYNAMIC_SHARED)) return CUDA_ERROR_INVALID_VALUE;
        function.dynamic_limit = value;
        return CUDA_SUCCESS;
    });
}

CUresult cuFuncSetCacheConfig(CUfunction handle, int) {
    return on_function(handle, [](Context &, Function &) { return CUDA_SUCCESS; });
}

CUresult cuLaunchKernel(CUfunction handle, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                        unsigned shared_bytes, CUstream stream_handle, void **parameters, void **extra) {
    return on_function(handle, [&](Context &context, Function &function) -> CUresult {
        Stream *stream = context.stream(stream_handle);
        if (!stream) return CUDA_ERROR_INVALID_HANDLE;
        if (!gx || !gy || !gz || gx > 0x7fffffff || gy > 65535 || gz > 65535) return CUDA_ERROR_INVALID_VALUE;
        if (!bx || !by || !bz || bx > 1024 || by > 1024 || bz > 64) return CUDA_ERROR_INVALID_VALUE;
        if (bx * by * bz > MAX_THREADS) return CUDA_ERROR_INVALID_VALUE;
        if (shared_bytes > unsigned(function.dynamic_limit)) return CUDA_ERROR_INVALID_VALUE;
        // `extra`, the other way to pass parameters, is not simulated.
        if (function.kernel->parameters && (!parameters || extra)) return CUDA_ERROR_INVALID_VALUE;
        for (int i = 0; i < function.kernel->parameters; ++i) {
            if (!parameters[i]) return CUDA_ERROR_INVALID_VALUE;
        }
        auto order = std::make_shared<Order>();
        order->context = &context;
        order->kernel = function.kernel;
        order->grid = dim3(gx, gy, gz);
        order->block = dim3(bx, by, bz);
        order->shared_bytes = shared_bytes;
        order->copy(parameters);
        if (stream->recording) {
            stream->recording->nodes.push_back([order](std::uint64_t number) { return order->run(number); });
            return CUDA_SUCCESS;
        }
        return context.enqueue(*stream, [order, number = ++state().faults.launches] { return order->run(number); });
    });
}

CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, CUfunction handle, int block_size,
                                                     std::size_t shared_bytes) {
    return on_function(handle, [&](Context &, Function &) -> CUresult {
        if (!blocks || block_size <= 0 || block_size > int(MAX_THREADS)) return CUDA_ERROR_INVALID_VALUE;
        const int by_threads = std::min(32, 2048 / ((block_size + 31) / 32 * 32));
        *blocks = int(std::min<std::size_t>(by_threads, (228 << 10) / (shared_bytes + 1024)));
        return CUDA_SUCCESS;
    });
}

int kbsim_configure(const char *spec) {
    return locked([&]() -> CUresult {
        State &s = state();
        Faults faults;
        if (!spec || !faults.parse(spec)) return CUDA_ERROR_INVALID_VALUE;
        s.faults = faults;
        s.configured = true;
        s.message.clear();
        s.graph_launches = 0;
        for (auto &[handle, context] : s.contexts) context->error = CUDA_SUCCESS;
        forget_counts();
        return CUDA_SUCCESS;
    });
}

unsigned long long kbsim_counter(const char *name) {
    unsigned long long value = 0;
    locked([&]() -> CUresult {
        const std::string which = name ? name : "";
        if (which == "launches") value = state().faults.launches;
        if (which == "graphs") value = state().graph_launches;
        if (which == "allocations") value = state().memory.device_allocations();
        if (which == "bytes") value = state().memory.device_bytes();
        if (which == "threads") value = threads_run();
        if (which == "switches") value = fiber_switches();
        return CUDA_SUCCESS;
    });
    return value;
}
