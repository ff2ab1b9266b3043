// Fibers: many stacks, one OS thread, switched by hand.
//
// A CUDA thread that reaches a barrier must stop in the middle of its C++ function and let its neighbours come up to
// the same line. Each thread that has to stop gets a stack of its own; a switch saves the callee-saved registers there
// and takes those of another stack: 3.2 ns on an AMD EPYC. swapcontext saves the signal mask too, with a system call:
// 200 ns there.
#pragma once
#include <cstddef>
#include <vector>

extern "C" void kbsim_switch(void **save, void *load); // fiber.cpp, in assembly

namespace kbsim {

// A kernel's locals and calls must fit. Only pages that are touched cost memory.
constexpr std::size_t STACK_BYTES = 64 << 10;

struct Stack {
    std::byte *bottom = nullptr;
    void *prepare(void (*entry)()) const; // the stack pointer with which a switch starts entry(); entry never returns
    bool overrun() const;                 // something was written below the bottom
};

// The stacks of one worker: taken and given back in last-in first-out order, so that the warm ones are used again.
class Stacks {
  public:
    Stack take();
    void give(Stack stack) { free_.push_back(stack); }

  private:
    void grow();
    std::vector<Stack> free_;
};

} // namespace kbsim
