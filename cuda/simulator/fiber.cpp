// The switch itself, and where stacks come from; see fiber.h.
//
// The floating-point control words are not saved: no kernel changes them. The switch ends in a jump rather than a
// return because the processor's return predictor, which knows only the stack that it left, would be wrong each time:
// 10 ns, not 3.
#include "fiber.h"
#include <cstdint>
#include <cstring>
#include <new>
#include <sys/mman.h>

#if defined(__x86_64__)
asm(R"(
    .text
    .p2align 4
    .globl kbsim_switch
    .hidden kbsim_switch
    .type kbsim_switch, @function
kbsim_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    popq %rcx
    jmp *%rcx
    .size kbsim_switch, .-kbsim_switch
)");
constexpr int SAVED_WORDS = 7; // six registers and the address to go on at
constexpr int RETURN_WORD = 6;
#elif defined(__aarch64__)
asm(R"(
    .text
    .p2align 4
    .globl kbsim_switch
    .hidden kbsim_switch
    .type kbsim_switch, %function
kbsim_switch:
    sub sp, sp, #160
    stp x19, x20, [sp]
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp x29, x30, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mov x9, sp
    str x9, [x0]
    mov sp, x1
    ldp x19, x20, [sp]
    ldp x21, x22, [sp, #16]
    ldp x23, x24, [sp, #32]
    ldp x25, x26, [sp, #48]
    ldp x27, x28, [sp, #64]
    ldp x29, x30, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    add sp, sp, #160
    br x30
    .size kbsim_switch, .-kbsim_switch
)");
constexpr int SAVED_WORDS = 20;
constexpr int RETURN_WORD = 11; // x30
#else
#error "The CUDA simulator switches fibers by hand and knows x86-64 and aarch64 only."
#endif

namespace kbsim {

static constexpr std::uint64_t BOTTOM_MARK = 0x5afe57ac0b0770e5ull;
// Stacks whose tops lie a multiple of 4 KiB apart share a few cache sets, and a barrier walks over all of them: with
// 1024 stacks a switch takes 5.3 ns; spread by odd numbers of cache lines 3.3 ns.
static constexpr std::size_t STRIDE = STACK_BYTES + 5 * 64;
static constexpr std::size_t STACKS_AT_ONCE = 64;

void *Stack::prepare(void (*entry)()) const {
    auto *top = reinterpret_cast<std::uint64_t *>(bottom + STACK_BYTES);
    top[-1] = top[-2] = 0; // a debugger's walk ends here; also leaves the stack aligned as after a call
    std::uint64_t *frame = top - 2 - SAVED_WORDS + (SAVED_WORDS & 1);
    std::memset(frame, 0, SAVED_WORDS * sizeof *frame);
    frame[RETURN_WORD] = reinterpret_cast<std::uint64_t>(entry);
    return frame;
}

bool Stack::overrun() const {
    std::uint64_t mark;
    std::memcpy(&mark, bottom, sizeof mark);
    return mark != BOTTOM_MARK;
}

void Stacks::grow() {
    void *area = mmap(nullptr, STRIDE * STACKS_AT_ONCE, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (area == MAP_FAILED) throw std::bad_alloc();
    for (std::size_t i = STACKS_AT_ONCE; i-- > 0;) {
        Stack stack{static_cast<std::byte *>(area) + i * STRIDE};
        std::memcpy(stack.bottom, &BOTTOM_MARK, sizeof BOTTOM_MARK);
        free_.push_back(stack);
    }
}

Stack Stacks::take() {
    if (free_.empty()) grow();
    Stack stack = free_.back();
    free_.pop_back();
    return stack;
}

} // namespace kbsim
