// Device code on the simulator: does each CUDA construct do what the programming guide says, and is each mistake found?
#include "test.h"
#include <algorithm>
#include <chrono>
#include <numeric>

using u64 = unsigned long long;

void test_driver(); // test-driver.cpp
void test_ours();   // test-ours.cpp
double sieve_seconds();

static void indices() {
    Device device;
    CUdeviceptr out = upload(std::vector<u64>(3 * 2 * 2 * 60, 1));
    unsigned n = 3 * 2 * 2 * 60;
    void *arguments[] = {&out, &n};
    CHECK_IS(0, cuLaunchKernel(device.function("index_sum"), 3, 2, 2, 5, 4, 3, 0, nullptr, arguments, nullptr));
    auto result = download<u64>(out, n);
    for (unsigned i = 0; i < n; ++i) CHECK_IS(i * 3, result[i]);
    CHECK_IS(720, kbsim_counter("threads"));
}

static void reductions() {
    Device device;
    const u64 n = 100003;
    std::vector<unsigned> x(n);
    for (u64 i = 0; i < n; ++i) x[i] = unsigned(i * 2654435761u);
    const u64 expected = std::accumulate(x.begin(), x.end(), u64(0));
    CUdeviceptr in = upload(x);
    for (const char *kernel : {"block_reduce", "warp_reduce"}) {
        for (unsigned block : {32u, 64u, 256u, 1024u}) {
            CUdeviceptr sum = upload(std::vector<u64>{0});
            CHECK_IS(0, run(device, kernel, {17, block}, in, sum, n));
            CHECK_IS(expected, download<u64>(sum, 1)[0]);
        }
    }
}

static void shared_memory() {
    Device device;
    std::vector<unsigned> data(1000);
    std::iota(data.begin(), data.end(), 0u);
    CUdeviceptr p = upload(data);
    CHECK_IS(0, run(device, "reverse_dynamic", {1, 1000, 4000}, p));
    auto result = download<unsigned>(p, 1000);
    std::reverse(data.begin(), data.end());
    CHECK(result == data);

    CHECK_IS(0, run(device, "uninitialized", {1, 64}, p, 0u));
    CHECK_IS(0xA5A5A5A5u, download<unsigned>(p, 1)[0]);
    CHECK_IS(0xA5A5A5A5u, download<unsigned>(allocate(4), 1)[0]);

    CHECK_IS(0, run(device, "shared_overrun", {1, 32, 100}, 99u));
    CHECK_IS(719, run(device, "shared_overrun", {1, 32, 100}, 100u));
    CHECK(says("behind the dynamic shared memory of 100 bytes"));
}

static void warps() {
    Device device;
    CUdeviceptr out = allocate(32 * 8 * 4);
    CHECK_IS(0, run(device, "shuffles", {1, 32}, out));
    auto rows = download<int>(out, 32 * 8);
    for (int i = 0; i < 32; ++i) {
        const int *row = &rows[i * 8];
        CHECK_IS(5, row[0]);
        CHECK_IS(i / 8 * 8 + 3, row[1]);
        CHECK_IS(i < 2 ? i : i - 2, row[2]);
        CHECK_IS(i % 16 + 3 > 15 ? i : i + 3, row[3]);
        CHECK_IS(i ^ 1, row[4]);
        CHECK_IS(i & 8 ? i ^ 8 : i, row[5]);
        CHECK_IS(63, row[6]);
        CHECK_IS(i & 1 ? 1 : 2, row[7]);
    }
    CHECK_IS(0, run(device, "votes", {1, 32}, out));
    auto votes = download<unsigned>(out, 5);
    CHECK_IS(0x49249249u, votes[0]); // lanes 0, 3, ... 30
    CHECK_IS(1, votes[1]);
    CHECK_IS(0, votes[2]);
    CHECK_IS(1, votes[3]);
    CHECK_IS(0, votes[4]);
    CHECK_IS(0, run(device, "block_votes", {1, 100}, out));
    CHECK((download<int>(out, 5) == std::vector<int>{20, 1, 0, 1, 0}));
}

static void atomics() {
    Device device;
    CUdeviceptr w = upload(std::vector<u64>{0, ~0ull, 0, 0, 0, ~0ull, 0});
    CUdeviceptr v = upload(std::vector<unsigned>{0, 0, 0}), d = upload(std::vector<double>{0});
    CHECK_IS(0, run(device, "atomics", {64, 256}, w, v, d));
    const u64 n = 64 * 256;
    CHECK((download<u64>(w, 7) == std::vector<u64>{n * (n - 1) / 2, 0, n - 1, 0, ~0ull, 0, 2 * n}));
    CHECK((download<unsigned>(v, 3) == std::vector<unsigned>{unsigned(n), 7, 0u - unsigned(n)}));
    CHECK(download<double>(d, 1)[0] == n / 2.0);
}

static void intrinsics() {
    Device device;
    CUdeviceptr out = allocate(17 * 8);
    CHECK_IS(0, run(device, "intrinsics", {}, out));
    const std::vector<u64> expected = {8, 64, 31, 32, 63, 0, 41, 1u << 31, 1ull << 62, 0xFFFFFFFEu, ~0ull - 1, ~0ull,
                                       0x3FF0000000000000ull, 0x3F800000u, 2, ~0ull, 3};
    CHECK(download<u64>(out, 17) == expected);
}

static void mistakes() {
    struct Mistake {
        const char *kernel, *words;
    };
    for (Mistake m : {Mistake{"diverging", "barrier divergence: thread (0,0,0) waits at __syncthreads, test-k"},
                      Mistake{"waiting_for_half", "deadlock: thread (0,0,0) waits at __syncthreads"}}) {
        Device device;
        CUdeviceptr out = allocate(256);
        CHECK_IS(719, run(device, m.kernel, {1, 64}, out));
        CHECK(says(m.words));
        CHECK_IS(719, cuMemFree_v2(out)); // sticky
        CHECK_IS(719, cuCtxSynchronize());
        const char *text = nullptr;
        CHECK_IS(0, cuGetErrorString(719, &text));
        CHECK(std::strstr(text, "unspecified launch failure (kernel ") == text);
        CHECK_IS(0, cuDevicePrimaryCtxReset_v2(0));
        CHECK_IS(0, cuCtxSynchronize());
    }
    Device device;
    CHECK_IS(719, run(device, "leaving_early", {1, 64}, allocate(256), 40u));
    CHECK(says("thread (40,0,0) returned while thread (0,0,0) waits at __syncthreads"));
    kbsim_configure("");
    CHECK_IS(719, run(device, "trapping", {4, 64}));
    CHECK(says("__trap()"));
    kbsim_configure("");
    CHECK_IS(0, run(device, "leaving_early", {1, 64}, allocate(256), 64u)); // the workers are sound after all that
}

static void speed() {
    Device device;
    auto time = [&](auto call) {
        double best = 1e9;
        for (int i = 0; i < 5; ++i) {
            auto start = std::chrono::steady_clock::now();
            call();
            best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        }
        return best * 1e9;
    };
    CUdeviceptr out = allocate(4);
    std::printf("launch and wait, 1 thread       %8.0f ns\n", time([&] { run(device, "nothing", {1, 1}); }));
    std::printf("thread that does not wait       %8.2f ns\n", 
                time([&] { run(device, "nothing", {4000, 1024}); }) / 4096e3);
    for (unsigned block : {64u, 256u, 1024u}) {
        std::printf("barrier, per thread of %4u     %8.2f ns (one worker)\n", block,
                    time([&] { run(device, "many_barriers", {1, block}, 2000u); }) / (2000.0 * block));
    }
    std::printf("shuffle, per thread             %8.2f ns (one worker)\n",
                time([&] { run(device, "many_shuffles", {1, 256}, out, 2000u); }) / (2000.0 * 256));
    std::printf("empty block of 32               %8.0f ns (all workers)\n",
                time([&] { run(device, "nothing", {20000, 32}); }) / 20000);
    std::printf("count primes to 10^8            %8.3f s (all workers)\n", sieve_seconds());
}

int main(int count, char **) {
    indices();
    reductions();
    shared_memory();
    warps();
    atomics();
    intrinsics();
    mistakes();
    test_driver();
    test_ours();
    if (count > 1) speed();
    std::printf("simulator: %d checks, %d failed\n", checks, failures);
    return failures != 0;
}
