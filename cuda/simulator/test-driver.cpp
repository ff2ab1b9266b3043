// The driver calls: handles, contexts, memory, streams, and the failures that were asked for, from one host thread and
// from many.
#include "test.h"
#include <thread>

using u64 = unsigned long long;

static void before_init_and_without_context() {
    int count = 0;
    CUcontext context = nullptr;
    CHECK_IS(3, cuDeviceGetCount(&count));
    CHECK_IS(3, cuCtxGetCurrent(&context));
    CHECK_IS(1, cuInit(1));
    CHECK_IS(0, cuInit(0));
    CHECK_IS(0, cuDeviceGetCount(&count));
    CHECK_IS(1, count);
    CUdeviceptr p;
    CHECK_IS(201, cuMemAlloc_v2(&p, 16));
    CHECK_IS(201, cuCtxSynchronize());
    CUdevice d;
    CHECK_IS(101, cuDeviceGet(&d, 1));
    char name[64];
    CHECK_IS(0, cuDeviceGetName(name, sizeof name, 0));
    CHECK(std::string(name) == "CUDA simulator");
    int major = 0, warp = 0;
    CHECK_IS(0, cuDeviceGetAttribute(&major, 75, 0));
    CHECK_IS(0, cuDeviceGetAttribute(&warp, 10, 0));
    CHECK_IS(9, major);
    CHECK_IS(32, warp);
}

static void contexts() {
    Device device;
    CUcontext other = nullptr, now = nullptr;
    CHECK_IS(0, cuCtxCreate_v2(&other, 0, 0));
    CHECK_IS(0, cuCtxGetCurrent(&now));
    CHECK(now == other);
    CHECK_IS(0, cuCtxPopCurrent_v2(&now));
    CHECK_IS(0, cuCtxGetCurrent(&now));
    CHECK(now == device.context);
    CHECK_IS(0, cuCtxPushCurrent_v2(other));
    std::thread([] { CHECK_IS(201, cuCtxSynchronize()); }).join(); // currency is per thread
    CHECK_IS(0, cuCtxDestroy_v2(other));
    CHECK_IS(201, cuCtxDestroy_v2(other));
    CHECK_IS(201, cuCtxSetCurrent(other));
    CHECK_IS(0, cuDevicePrimaryCtxRelease_v2(0));
    CHECK_IS(709, cuCtxSynchronize());
    CHECK_IS(201, cuDevicePrimaryCtxRelease_v2(0));
    CHECK_IS(0, cuDevicePrimaryCtxRetain(&now, 0)); // for ~Device
    CHECK(now == device.context);
}

static void arguments() {
    Device device;
    CUfunction f = device.function("nothing"), none = nullptr;
    auto with = [&](unsigned grid, unsigned block, unsigned shared) {
        return cuLaunchKernel(f, grid, 1, 1, block, 1, 1, shared, nullptr, nullptr, nullptr);
    };
    CHECK_IS(500, cuModuleGetFunction(&none, device.module, "no_such_kernel"));
    CHECK_IS(0, with(1, 1024, 48 << 10));
    CHECK_IS(1, with(0, 32, 0));
    CHECK_IS(1, with(1, 1025, 0));
    CHECK_IS(1, with(1, 32, (48 << 10) + 1));
    CHECK_IS(1, cuFuncSetAttribute(f, 8, (227 << 10) + 1));
    CHECK_IS(0, cuFuncSetAttribute(f, 8, 227 << 10));
    CHECK_IS(0, with(1, 32, 227 << 10));
    CHECK_IS(400, cuLaunchKernel(nullptr, 1, 1, 1, 1, 1, 1, 0, nullptr, nullptr, nullptr));
    CHECK_IS(400, cuLaunchKernel(f, 1, 1, 1, 1, 1, 1, 0, CUstream(0x1234), nullptr, nullptr));
    CHECK_IS(0, cuCtxSynchronize());
    CHECK_IS(3, kbsim_counter("launches") + 1);
    CHECK_IS(0, cuModuleUnload(device.module));
    CHECK_IS(400, with(1, 32, 0));
    CHECK_IS(400, cuModuleUnload(device.module));
}

static void memory() {
    Device device("memory=1M");
    std::size_t free = 0, total = 0;
    CHECK_IS(0, cuMemGetInfo_v2(&free, &total));
    CHECK_IS(1 << 20, total);
    CUdeviceptr a = 0, b = 0;
    CHECK_IS(1, cuMemAlloc_v2(&a, 0));
    CHECK_IS(0, cuMemAlloc_v2(&a, 1000 << 10));
    CHECK_IS(2, cuMemAlloc_v2(&b, 100 << 10));
    CHECK_IS(2, cuMemAlloc_v2(&b, ~std::size_t(0)));
    CHECK_IS(1, kbsim_counter("allocations"));
    CHECK_IS(1000 << 10, kbsim_counter("bytes"));
    char byte = 0;
    CHECK_IS(1, cuMemcpyHtoD_v2(a + (1000 << 10), &byte, 1));
    CHECK_IS(1, cuMemcpyDtoH_v2(&byte, a - 1, 1));
    CHECK_IS(1, cuMemFree_v2(a + 256));
    CHECK_IS(0, cuMemFree_v2(a));
    CHECK_IS(1, cuMemFree_v2(a));
    CHECK_IS(1, cuMemcpyHtoD_v2(a, &byte, 1));
    CHECK_IS(0, cuMemAlloc_v2(&b, 1000 << 10));
    CHECK(a != b);
    CHECK_IS(0, cuMemsetD32_v2(b, 0x01020304, 3));
    CHECK_IS(0, cuMemsetD8_v2(b + 1, 9, 1));
    CHECK((download<unsigned>(b, 3) == std::vector<unsigned>{0x01020904, 0x01020304, 0x01020304}));
    CHECK_IS(0, cuMemFree_v2(0));
    CHECK_IS(700, run(device, "overrun", {}, a, 0ll)); // freed
    CHECK(says("never allocated or is freed"));
    kbsim_configure("");
    CHECK_IS(700, run(device, "overrun", {}, CUdeviceptr(0), 0ll));
    CHECK(says("parameter 0, an output, is null"));
    for (long long offset : {100ll, -1ll}) {
        kbsim_configure("");
        CHECK_IS(700, run(device, "overrun", {}, allocate(100), offset));
        CHECK(says(offset < 0 ? "before an allocation of 100 bytes" : "behind an allocation of 100 bytes"));
        cuDevicePrimaryCtxReset_v2(0);
        cuModuleLoadData(&device.module, "any image");
    }
    CHECK_IS(0, kbsim_counter("allocations"));
}

// Work happens when something waits for it, and not before.
static void streams() {
    Device device;
    CUstream s = nullptr, t = nullptr;
    CHECK_IS(0, cuStreamCreate(&s, CU_STREAM_NON_BLOCKING));
    CHECK_IS(0, cuStreamCreate(&t, CU_STREAM_NON_BLOCKING));
    const u64 n = 1000;
    double *pinned = nullptr;
    CHECK_IS(0, cuMemHostAlloc(reinterpret_cast<void **>(&pinned), n * 8, 0));
    CUdeviceptr x = upload(std::vector<double>(n, 2.0)), y = allocate(n * 8);
    for (u64 i = 0; i < n; ++i) pinned[i] = 1;
    CUevent copied = nullptr, done = nullptr;
    CHECK_IS(0, cuEventCreate(&copied, 0));
    CHECK_IS(0, cuEventCreate(&done, 0));
    CHECK_IS(0, cuEventQuery(done)); // never recorded
    CHECK_IS(0, cuMemcpyHtoDAsync_v2(y, pinned, n * 8, s));
    CHECK_IS(0, cuEventRecord(copied, s));
    CHECK_IS(0, cuStreamWaitEvent(t, copied, 0));
    CHECK_IS(0, launch(device, "axpy", {4, 64, 0, t}, 3.0, x, y, n));
    CHECK_IS(0, cuMemcpyDtoHAsync_v2(pinned, y, n * 8, t));
    CHECK_IS(0, cuEventRecord(done, t));
    CHECK(pinned[5] == 1);
    float ms = -1;
    CHECK_IS(600, cuEventElapsedTime(&ms, copied, done));
    int polls = 0;
    while (cuStreamQuery(t) == 600 && polls < 100) ++polls;
    CHECK(polls > 0 && polls < 100);
    CHECK(pinned[5] == 7 && pinned[n - 1] == 7);
    CHECK_IS(0, cuEventSynchronize(done));
    CHECK_IS(0, cuEventElapsedTime(&ms, copied, done));
    CHECK(ms >= 0);
    std::vector<double> ordinary(n, 5.0);
    CHECK_IS(0, cuMemcpyHtoDAsync_v2(y, ordinary.data(), n * 8, s)); // staged: may be overwritten at once
    ordinary.assign(n, 0);
    CHECK_IS(0, cuMemcpyDtoHAsync_v2(ordinary.data(), y, n * 8, s)); // there on return
    CHECK(ordinary[n - 1] == 5);
    CHECK_IS(0, cuStreamDestroy_v2(s));
    CHECK_IS(400, cuStreamSynchronize(s));
    CHECK_IS(0, cuEventDestroy_v2(done));
    CHECK_IS(400, cuEventQuery(done));
    CHECK_IS(0, cuMemFreeHost(pinned));
    CHECK_IS(1, cuMemFreeHost(pinned));
}

// What a stream records runs when its graph is launched, as often as that; nothing else can be recorded.
static void graphs() {
    Device device;
    CUstream s = nullptr;
    CHECK_IS(0, cuStreamCreate(&s, CU_STREAM_NON_BLOCKING));
    const u64 n = 1000;
    CUdeviceptr x = upload(std::vector<double>(n, 2.0)), y = upload(std::vector<double>(n, 1.0));
    CUgraph graph = nullptr;
    CUgraphExec executable = nullptr;
    CHECK_IS(401, cuStreamEndCapture(s, &graph));
    CHECK_IS(900, cuStreamBeginCapture_v2(nullptr, 2));
    CHECK_IS(0, cuStreamBeginCapture_v2(s, 2));
    CHECK_IS(401, cuStreamBeginCapture_v2(s, 2));
    CHECK_IS(0, launch(device, "axpy", {4, 64, 0, s}, 3.0, x, y, n)); // y + 6
    CHECK_IS(0, launch(device, "axpy", {4, 64, 0, s}, 1.0, y, x, n)); // x + y
    CHECK_IS(0, cuStreamEndCapture(s, &graph));
    CHECK_IS(0, cuGraphInstantiateWithFlags(&executable, graph, 0));
    CHECK_IS(0, cuGraphDestroy(graph));
    CHECK_IS(400, cuGraphDestroy(graph));
    CHECK_IS(0, cuStreamSynchronize(s));
    CHECK_IS(0, kbsim_counter("launches"));
    CHECK(download<double>(y, n)[7] == 1);
    CHECK_IS(0, cuGraphLaunch(executable, s));
    CHECK_IS(0, cuGraphLaunch(executable, s));
    CHECK(download<double>(y, n)[7] == 1); // not before something waits for it
    CHECK_IS(0, cuStreamSynchronize(s));
    CHECK(download<double>(y, n)[7] == 1 + 6 + 3 * (2 + 7)); // in order: x is 9 when y gets its share of it
    CHECK(download<double>(x, n)[n - 1] == 9 + 34);
    CHECK_IS(4, kbsim_counter("launches"));
    CHECK_IS(2, kbsim_counter("graphs"));
    CHECK_IS(0, cuGraphExecDestroy(executable));
    CHECK_IS(400, cuGraphLaunch(executable, s));

    double *pinned = nullptr;
    CHECK_IS(0, cuMemHostAlloc(reinterpret_cast<void **>(&pinned), n * 8, 0));
    for (int spoilt = 0; spoilt < 2; ++spoilt) {
        CHECK_IS(0, cuStreamBeginCapture_v2(s, 2));
        CHECK_IS(900, spoilt ? cuMemcpyHtoDAsync_v2(x, pinned, n * 8, s) : cuStreamSynchronize(s));
        CHECK_IS(901, cuStreamEndCapture(s, &graph));
        CHECK(!graph);
    }
    CHECK_IS(0, cuMemFreeHost(pinned));

    CHECK_IS(0, kbsim_configure("fail-launch=2,graphs=1"));
    CHECK_IS(0, cuStreamBeginCapture_v2(s, 2));
    for (int i = 0; i < 3; ++i) CHECK_IS(0, launch(device, "nothing", {1, 32, 0, s}));
    CHECK_IS(0, cuStreamEndCapture(s, &graph));
    CHECK_IS(0, cuGraphInstantiateWithFlags(&executable, graph, 0));
    CHECK_IS(0, cuGraphLaunch(executable, s));
    CHECK_IS(719, cuStreamSynchronize(s));
    CHECK(says("kernel nothing: launch 2 was asked to fail"));
    CHECK_IS(0, kbsim_configure("graphs=0"));
    CHECK_IS(801, cuGraphInstantiateWithFlags(&executable, graph, 0));
}

static void failures_on_request() {
    CHECK_IS(1, kbsim_configure("fail-lunch=3"));
    CHECK_IS(1, kbsim_configure("memory=12X"));
    CHECK_IS(1, kbsim_configure("wrong="));
    {
        Device device("fail-launch=2");
        CUfunction f = device.function("nothing");
        CHECK_IS(0, run(device, "nothing", {}));
        CHECK_IS(0, launch(device, "nothing", {})); // a launch fails later, as on a GPU
        CHECK_IS(719, cuCtxSynchronize());
        CHECK(says("was asked to fail"));
        CHECK_IS(719, cuLaunchKernel(f, 1, 1, 1, 1, 1, 1, 0, nullptr, nullptr, nullptr));
        CHECK_IS(2, kbsim_counter("launches"));
        CHECK_IS(0, kbsim_configure(""));
        CHECK_IS(0, run(device, "nothing", {}));
    }
    {
        Device device("lost-after=2");
        CHECK_IS(0, launch(device, "nothing", {}));
        CHECK_IS(0, launch(device, "nothing", {}));
        CHECK_IS(999, cuCtxSynchronize());
        CUcontext c;
        CHECK_IS(999, cuDevicePrimaryCtxRetain(&c, 0));
    }
    {
        Device device("wrong=2");
        for (int i = 1; i <= 4; ++i) {
            CUdeviceptr sum = upload(std::vector<u64>{0}), x = upload(std::vector<unsigned>(100, 1));
            CHECK_IS(0, run(device, "block_reduce", {1, 64}, x, sum, u64(100)));
            CHECK_IS(i % 2 == 0, download<u64>(sum, 1)[0] != 100);
        }
    }
    CHECK_IS(0, kbsim_configure("0"));
    CHECK_IS(100, cuInit(0));
    CHECK_IS(0, kbsim_configure(""));
}

static void many_threads() {
    Device device;
    const u64 n = 10000;
    std::vector<std::thread> threads;
    std::vector<int> good(8, 0);
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            cuCtxSetCurrent(device.context);
            CUstream s = nullptr;
            cuStreamCreate(&s, CU_STREAM_NON_BLOCKING);
            for (int i = 0; i < 50; ++i) {
                CUdeviceptr x = 0, sum = 0;
                cuMemAlloc_v2(&x, n * 4);
                cuMemAlloc_v2(&sum, 8);
                cuMemsetD32Async(x, unsigned(t + 1), n, s);
                cuMemsetD8Async(sum, 0, 8, s);
                void *parameters[] = {&x, &sum, const_cast<u64 *>(&n)};
                CUfunction f = nullptr;
                cuModuleGetFunction(&f, device.module, "warp_reduce");
                cuLaunchKernel(f, 5, 1, 1, 64, 1, 1, 0, s, parameters, nullptr);
                u64 result = 0;
                cuMemcpyDtoHAsync_v2(&result, sum, 8, s);
                good[t] += result == n * (t + 1);
                cuMemFree_v2(x);
                cuMemFree_v2(sum);
            }
            cuStreamDestroy_v2(s);
        });
    }
    for (auto &thread : threads) thread.join();
    for (int g : good) CHECK_IS(50, g);
    CHECK_IS(400, kbsim_counter("launches"));
    CHECK_IS(0, kbsim_counter("allocations"));
}

void test_driver() {
    contexts();
    arguments();
    memory();
    streams();
    graphs();
    failures_on_request();
    many_threads();
}

static const bool first = (before_init_and_without_context(), true); // before anything else has called cuInit
