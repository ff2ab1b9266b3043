// The workers: one OS thread for each core, started at the first launch, asleep between launches.
//
// Kernels never run on the caller's thread: in a JVM that is a Java thread, and its stack is the JVM's business. The
// workers take no signals for the same reason: a handler would run on a fiber's small stack. They live until the
// process ends (the pool is never destroyed: a worker may be in a kernel when exit() runs the destructors).
#include "grid.h"
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <memory>
#include <mutex>
#include <new>
#include <pthread.h>
#include <thread>

namespace kbsim {

namespace {

std::atomic<std::uint64_t> threads{0}, switches{0};

class Pool {
  public:
    Pool() {
        sigset_t all, before;
        sigfillset(&all);
        for (int fatal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) sigdelset(&all, fatal);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        for (unsigned i = 0; i < workers(); ++i) std::thread([this] { work(); }).detach();
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }

    std::string run(const Launch &launch) { // one at a time: the driver's lock is held
        std::unique_lock lock(mutex_);
        launch_ = &launch;
        blocks_ = std::uint64_t(launch.grid.x) * launch.grid.y * launch.grid.z;
        chunk_ = std::max<std::uint64_t>(1, blocks_ / (8 * workers()));
        taken_.store(0);
        failed_.store(false);
        failure_.clear();
        ++generation_;
        if (blocks_ > chunk_) {
            wake_.notify_all();
        } else {
            wake_.notify_one();
        }
        done_.wait(lock, [this] { return working_ == 0 && (taken_.load() >= blocks_ || failed_.load()); });
        launch_ = nullptr;
        return failure_;
    }

  private:
    void work() {
        auto block = std::make_unique<Block>();
        std::uint64_t seen = 0;
        std::unique_lock lock(mutex_);
        for (;;) {
            wake_.wait(lock, [&] { return launch_ && generation_ != seen; });
            seen = generation_;
            ++working_;
            lock.unlock();
            std::string failure = blocks(*block);
            lock.lock();
            if (!failure.empty() && failure_.empty()) failure_ = failure;
            if (--working_ == 0) done_.notify_one();
        }
    }

    std::string blocks(Block &block) {
        const Launch &launch = *launch_;
        const std::uint64_t size = std::uint64_t(launch.block.x) * launch.block.y * launch.block.z;
        const std::uint64_t switches_before = block.switches();
        std::string failure;
        while (!failed_.load(std::memory_order_relaxed)) {
            std::uint64_t i = taken_.fetch_add(chunk_), end = std::min(i + chunk_, blocks_);
            if (i >= blocks_) break;
            for (; i < end && failure.empty(); ++i) {
                uint3 index = {unsigned(i % launch.grid.x), unsigned(i / launch.grid.x % launch.grid.y),
                               unsigned(i / launch.grid.x / launch.grid.y)};
                try {
                    if (!block.run(launch, index)) failure = describe(launch, index, block.failure());
                } catch (const std::bad_alloc &) {
                    failure = describe(launch, index, "no memory on the host for the stacks of its threads");
                }
                threads += size;
            }
            if (!failure.empty()) failed_.store(true);
        }
        switches += block.switches() - switches_before;
        return failure;
    }

    static std::string describe(const Launch &launch, uint3 b, const std::string &what) {
        const std::string index = std::to_string(b.x) + "," + std::to_string(b.y) + "," + std::to_string(b.z);
        return std::string("kernel ") + launch.kernel->name + ", block (" + index + "): " + what;
    }

    std::mutex mutex_;
    std::condition_variable wake_, done_;
    const Launch *launch_ = nullptr;
    std::uint64_t generation_ = 0, blocks_ = 0, chunk_ = 1;
    unsigned working_ = 0;
    std::atomic<std::uint64_t> taken_{0};
    std::atomic<bool> failed_{false};
    std::string failure_;
};

} // namespace

unsigned workers() {
    static const unsigned count = std::max(1u, std::thread::hardware_concurrency());
    return count;
}

std::string run_grid(const Launch &launch) {
    static Pool &pool = *new Pool;
    return pool.run(launch);
}

std::uint64_t threads_run() { return threads; }
std::uint64_t fiber_switches() { return switches; }
void forget_counts() { threads = switches = 0; }

} // namespace kbsim
