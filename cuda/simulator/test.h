// What the simulator's tests say often: check, open, launch, copy. A failed check prints its line and the program goes
// on to the end.
#pragma once
#include "api.h"
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

inline int checks = 0, failures = 0;

#define CHECK(condition)                                                                                              \
    (++checks, (condition) ? void() : (++failures, void(std::printf("%s:%d: %s\n", __FILE__, __LINE__, #condition))))
#define CHECK_IS(expected, actual) check_is((long long)(expected), (long long)(actual), #actual, __FILE__, __LINE__)

inline void check_is(long long expected, long long actual, const char *what, const char *file, int line) {
    ++checks;
    if (expected == actual) return;
    ++failures;
    std::printf("%s:%d: %s is %lld, not %lld; %s\n", file, line, what, actual, expected, kbsim_message());
}

inline bool says(const char *words) { return std::strstr(kbsim_message(), words) != nullptr; }

struct Device { // a fresh primary context, current on this thread; all failures and counters reset
    CUcontext context = nullptr;
    CUmodule module = nullptr;
    Device(const char *spec = "") {
        kbsim_configure(spec);
        cuInit(0);
        cuDevicePrimaryCtxRetain(&context, 0);
        cuCtxSetCurrent(context);
        cuModuleLoadData(&module, "any image");
    }
    ~Device() {
        kbsim_configure("");
        cuCtxSetCurrent(nullptr);
        cuDevicePrimaryCtxRelease_v2(0);
    }
    CUfunction function(const char *name) const {
        CUfunction f = nullptr;
        CHECK_IS(0, cuModuleGetFunction(&f, module, name));
        return f;
    }
};

struct Shape {
    unsigned grid = 1, block = 32, shared = 0;
    CUstream stream = nullptr;
};

template <class... A> CUresult launch(const Device &device, const char *kernel, Shape s, A... arguments) {
    void *pointers[] = {&arguments..., nullptr};
    return cuLaunchKernel(device.function(kernel), s.grid, 1, 1, s.block, 1, 1, s.shared, s.stream, pointers, nullptr);
}

template <class... A> CUresult run(const Device &device, const char *kernel, Shape s, A... arguments) {
    CUresult result = launch(device, kernel, s, arguments...);
    return result ? result : cuCtxSynchronize();
}

inline CUdeviceptr allocate(std::size_t bytes) {
    CUdeviceptr p = 0;
    CHECK_IS(0, cuMemAlloc_v2(&p, bytes));
    return p;
}

template <class T> CUdeviceptr upload(const std::vector<T> &data) {
    CUdeviceptr p = allocate(data.size() * sizeof(T));
    CHECK_IS(0, cuMemcpyHtoD_v2(p, data.data(), data.size() * sizeof(T)));
    return p;
}

template <class T> std::vector<T> download(CUdeviceptr p, std::size_t count) {
    std::vector<T> data(count);
    CHECK_IS(0, cuMemcpyDtoH_v2(data.data(), p, count * sizeof(T)));
    return data;
}
