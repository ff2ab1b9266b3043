// The scheduler of one block; see block.h for the idea.
//
// Barriers are judged more strictly than a GPU does: __syncthreads with some threads gone, or at two different lines,
// hangs or corrupts on one chip and works on another, so here it fails and names both places. Warp operations follow
// the programming guide: every lane in the mask that has not returned must come with the same operation and the same
// mask.
#include "block.h"
#include <cstring>

namespace kbsim {

thread_local Here here = {}; // constant: a thread_local with a constructor would bring a guard, and the fill would hit it

static constexpr std::uint64_t FROM_ABSENT_LANE = 0xa5a5a5a5a5a5a5a5ull; // undefined on a GPU; a value that shows

bool Block::run(const Launch &launch, uint3 block_index) {
    launch_ = &launch;
    count_ = launch.block.x * launch.block.y * launch.block.z;
    next_ = returned_ = at_barrier_ = votes_ = ready_head_ = ready_tail_ = 0;
    failed_ = false;
    for (unsigned i = 0; i < count_; ++i) threads_[i].wait = Wait::NOTHING, threads_[i].stack.bottom = nullptr;
    for (unsigned i = 0; i < count_; i += 32) warps_[i / 32] = {count_ - i >= 32 ? ~0u : (1u << (count_ - i)) - 1, 0};
    shared_.fill(launch.shared_bytes);
    const std::size_t shared_bytes = shared_.end - shared_.begin;
    here = {{0, 0, 0}, block_index, launch.block, launch.grid, this, shared_.begin, shared_bytes};
    while (!failed_) {
        if (ready_head_ != ready_tail_) {
            resume(ready_[ready_head_++ % MAX_THREADS]);
        } else if (next_ < count_) {
            Stack stack = stacks_.take();
            threads_[next_].stack = stack;
            threads_[next_].stack_pointer = stack.prepare(fiber);
            resume(next_);
        } else if (returned_ < count_) {
            failed_ = true;
            failure_ = deadlock();
        } else {
            break;
        }
    }
    if (!failed_ && !shared_.intact(launch.shared_bytes)) {
        failed_ = true;
        failure_ = "wrote behind the dynamic shared memory of " + std::to_string(launch.shared_bytes) + " bytes";
    }
    if (failed_) { // the fibers are abandoned where they stand; kernels own nothing that would need a destructor
        for (unsigned i = 0; i < count_; ++i) {
            if (threads_[i].stack.bottom) stacks_.give(threads_[i].stack);
        }
    }
    return !failed_;
}

void Block::resume(unsigned thread) {
    current_ = thread;
    here.thread = threads_[thread].index;
    ++switches_;
    kbsim_switch(&scheduler_, threads_[thread].stack_pointer);
}

void Block::wait() {
    Thread &self = threads_[current_];
    kbsim_switch(&self.stack_pointer, scheduler_);
}

// The bottom of every fiber.
void Block::fiber() {
    Block &block = *here.block;
    Stack stack = block.threads_[block.current_].stack;
    do {
        block.start_next();
        block.threads_[block.current_].stack = stack;
        block.launch_->kernel->call(block.launch_->arguments);
        block.returned();
    } while (block.ready_head_ == block.ready_tail_ && block.next_ < block.count_);
    if (stack.overrun()) block.fail("needs more than " + std::to_string(STACK_BYTES) + " bytes of stack");
    block.stacks_.give(stack); // not used again before the switch below
    void *never;
    kbsim_switch(&never, block.scheduler_);
}

void Block::start_next() {
    current_ = next_++;
    const dim3 &size = launch_->block;
    uint3 index = {current_, 0, 0};
    if (size.x < count_) index = {current_ % size.x, current_ / size.x % size.y, current_ / size.x / size.y};
    threads_[current_].index = here.thread = index;
}

void Block::returned() {
    Thread &self = threads_[current_];
    self.wait = Wait::RETURNED;
    self.stack.bottom = nullptr;
    ++returned_;
    if (at_barrier_) fail(name(current_) + " returned while " + waiting_at(first_at_barrier_));
    Warp &warp = warps_[current_ / 32];
    warp.alive &= ~(1u << lane());
    for (unsigned left = warp.waiting; left;) { // those who waited for me need not any more
        unsigned lane = __builtin_ctz(left);
        left &= left - 1;
        if (try_meeting(current_ / 32, lane)) {
            make_ready(current_ / 32 * 32 + lane);
            left &= warp.waiting;
        }
    }
}

void Block::make_ready(unsigned thread) { ready_[ready_tail_++ % MAX_THREADS] = static_cast<unsigned short>(thread); }

unsigned Block::barrier(bool predicate, Site site) {
    unsigned me = current_;
    Thread &self = threads_[me];
    self.site = site;
    self.wait = Wait::BARRIER;
    if (returned_) {
        for (unsigned i = 0; i < count_; ++i) {
            if (threads_[i].wait == Wait::RETURNED) fail(name(i) + " returned while " + waiting_at(me));
        }
    }
    if (at_barrier_++ == 0) {
        first_at_barrier_ = me;
        votes_ = 0;
    } else {
        const Site &first = threads_[first_at_barrier_].site;
        if (first.line != site.line || (first.file != site.file && std::strcmp(first.file, site.file) != 0)) {
            fail("barrier divergence: " + waiting_at(first_at_barrier_) + " and " + waiting_at(me));
        }
    }
    votes_ += predicate;
    if (at_barrier_ == count_) {
        at_barrier_ = 0;
        barrier_result_ = votes_;
        for (unsigned i = 0; i < count_; ++i) {
            threads_[i].wait = Wait::NOTHING;
            if (i != me) make_ready(i);
        }
    } else {
        wait();
    }
    return barrier_result_; // stands until all threads, this one included, have come to the next barrier
}

std::uint64_t Block::meet(Wait operation, unsigned mask, std::uint64_t operand, int source, Site site) {
    Thread &self = threads_[current_];
    self.site = site;
    self.wait = operation;
    self.mask = mask;
    self.operand = operand;
    self.source = source;
    if (!(mask >> lane() & 1)) fail(waiting_at(current_) + " but is not in its own mask");
    warps_[current_ / 32].waiting |= 1u << lane();
    if (!try_meeting(current_ / 32, lane())) wait();
    return self.result;
}

// Completes the operation at which `lane` waits if all who belong to it are there. The others become ready, not `lane`
// itself.
bool Block::try_meeting(unsigned warp, unsigned lane) {
    Warp &w = warps_[warp];
    Thread *lanes = &threads_[warp * 32];
    const Thread &me = lanes[lane];
    const unsigned present = me.mask & w.alive;
    if ((w.waiting & present) != present) return false;
    std::uint64_t votes = std::uint64_t(present) << 32;
    for (unsigned left = present; left; left &= left - 1) {
        const Thread &other = lanes[__builtin_ctz(left)];
        if (other.wait != me.wait || other.mask != me.mask) return false;
        votes |= std::uint64_t(other.operand != 0) << __builtin_ctz(left);
    }
    for (unsigned left = present; left; left &= left - 1) {
        unsigned i = __builtin_ctz(left);
        Thread &other = lanes[i];
        if (other.wait == Wait::SHUFFLE) {
            other.result = present >> other.source & 1 ? lanes[other.source].operand : FROM_ABSENT_LANE;
        } else {
            other.result = votes;
        }
        if (i != lane) make_ready(warp * 32 + i);
    }
    for (unsigned left = present; left; left &= left - 1) lanes[__builtin_ctz(left)].wait = Wait::NOTHING;
    w.waiting &= ~present;
    return true;
}

void Block::fail(std::string why) {
    failed_ = true;
    failure_ = std::move(why);
    wait();
    __builtin_unreachable();
}

static std::string text(uint3 v) {
    return "(" + std::to_string(v.x) + "," + std::to_string(v.y) + "," + std::to_string(v.z) + ")";
}

std::string Block::name(unsigned thread) const { return "thread " + text(threads_[thread].index); }

std::string Block::waiting_at(unsigned thread) const {
    static const char *const what[] = {"runs", "__syncthreads", "__syncwarp", "a shuffle", "a vote", "its end"};
    const Thread &t = threads_[thread];
    const char *slash = std::strrchr(t.site.file, '/');
    return name(thread) + " waits at " + what[int(t.wait)] + ", " + (slash ? slash + 1 : t.site.file) + ":" +
           std::to_string(t.site.line);
}

std::string Block::deadlock() const {
    std::string message = "deadlock:";
    int named = 0;
    const Site *last = nullptr;
    for (unsigned i = 0; i < count_ && named < 3; ++i) { // the first thread of each place
        const Thread &t = threads_[i];
        if (t.wait == Wait::RETURNED || (last && last->line == t.site.line && last->file == t.site.file)) continue;
        message += (named++ ? "; " : " ") + waiting_at(i);
        last = &t.site;
    }
    if (returned_) message += "; " + std::to_string(returned_) + " threads have returned";
    return message;
}

} // namespace kbsim
