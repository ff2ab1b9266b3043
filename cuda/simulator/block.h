// One block of a grid on one OS thread: what its threads share, and who runs next.
//
// A thread starts on a fiber. If it returns without having waited, the next thread starts on the same stack with no
// switch at all, so that a kernel without barriers is a plain loop; if it waits, it keeps the stack and the next thread
// gets another. Threads that can go on are preferred to threads not yet started: a kernel that only shuffles needs 32
// stacks, not 1024.
#pragma once
#include "fiber.h"
#include "kernel.h"
#include <cstdint>
#include <string>
#include <vector>

struct uint3 {
    unsigned x, y, z;
};
struct dim3 {
    unsigned x = 1, y = 1, z = 1;
    constexpr dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};

namespace kbsim {

constexpr unsigned MAX_THREADS = 1024;
constexpr unsigned MAX_DYNAMIC_SHARED = 227 << 10;

struct Launch {
    const Kernel *kernel;
    void *const *arguments;
    dim3 grid, block;
    unsigned shared_bytes;
};

struct Site { // where in the kernel a thread waits
    const char *file;
    int line;
};

enum class Wait : unsigned char { NOTHING, BARRIER, WARP_SYNC, SHUFFLE, VOTE, RETURNED };

struct Thread {
    void *stack_pointer;
    Stack stack;
    uint3 index;
    Wait wait;
    int source;             // shuffle: the lane to read
    unsigned mask;          // the lanes that meet
    std::uint64_t operand;  // shuffle: my value; vote: my predicate
    std::uint64_t result;   // vote: votes below, voters above
    Site site;
};

struct Warp {
    unsigned alive, waiting; // a bit for each lane; waiting: at a warp operation
};

struct SharedMemory { // of one worker
    unsigned char *begin = nullptr, *end = nullptr;
    void fill(unsigned dynamic_bytes);         // 0xA5 everywhere
    bool intact(unsigned dynamic_bytes) const; // nothing was written behind the dynamic part
};

class Block {
  public:
    // Runs all threads of the block; false: it failed, and failure() says how.
    bool run(const Launch &launch, uint3 block_index);
    const std::string &failure() const { return failure_; }
    std::uint64_t switches() const { return switches_; }

    // Called on a fiber, by the thread that is running:
    unsigned barrier(bool predicate, Site site); // returns for how many threads the predicate held
    std::uint64_t meet(Wait operation, unsigned mask, std::uint64_t operand, int source, Site site);
    [[noreturn]] void fail(std::string why);
    unsigned lane() const { return current_ & 31; }

  private:
    static void fiber();
    void start_next();
    void returned();
    void wait();
    void resume(unsigned thread);
    bool try_meeting(unsigned warp, unsigned lane);
    void make_ready(unsigned thread);
    std::string name(unsigned thread) const;
    std::string waiting_at(unsigned thread) const;
    std::string deadlock() const;

    const Launch *launch_ = nullptr;
    unsigned count_ = 0, next_ = 0, current_ = 0, returned_ = 0;
    unsigned at_barrier_ = 0, first_at_barrier_ = 0, votes_ = 0, barrier_result_ = 0;
    unsigned ready_head_ = 0, ready_tail_ = 0;
    bool failed_ = false;
    std::uint64_t switches_ = 0;
    void *scheduler_ = nullptr;
    Stacks stacks_;
    SharedMemory shared_;
    std::vector<Thread> threads_{MAX_THREADS};
    std::vector<unsigned short> ready_ = std::vector<unsigned short>(MAX_THREADS); // a ring
    Warp warps_[MAX_THREADS / 32] = {};
    std::string failure_;
};

// What device code reads as threadIdx and so on, and the running block. Besides this, only __shared__ variables are
// thread_local in this library: that is how shared memory is found and filled with a pattern before each block
// (shared.cpp).
struct Here {
    uint3 thread;
    uint3 block_index;
    dim3 block_size, grid_size;
    Block *block;
    unsigned char *shared; // all __shared__ variables lie in here
    std::size_t shared_bytes;
};
extern thread_local Here here;

} // namespace kbsim
