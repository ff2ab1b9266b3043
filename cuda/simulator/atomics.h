// Atomics on 32 and 64 bits, as the host's own: blocks run on different OS threads and meet in device memory.
//
// CUDA's atomics order nothing but themselves, hence relaxed. Shared memory belongs to one OS thread, whose fibers
// switch at barriers only: there the plain operation is atomic, and spares the sieve a locked instruction for each
// strike.
#pragma once
#include "block.h"
#include <type_traits>

namespace kbsim {

template <class T> struct Itself { using type = T; };
template <class T> using Same = typename Itself<T>::type; // the operand converts to the target's type, as in CUDA

inline bool in_shared(const void *p) {
    return reinterpret_cast<std::uintptr_t>(p) - reinterpret_cast<std::uintptr_t>(here.shared) < here.shared_bytes;
}

template <class T, class F> T update(T *p, F change) {
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "CUDA has atomics on 32 and 64 bits");
    if (in_shared(p)) {
        const T before = *p;
        *p = change(before);
        return before;
    }
    T before, after;
    __atomic_load(p, &before, __ATOMIC_RELAXED);
    do after = change(before);
    while (!__atomic_compare_exchange(p, &before, &after, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    return before;
}

} // namespace kbsim

// All as a loop of compare-and-swap, which is what the processor has for half of them anyway.
#define KBSIM_ATOMIC(name, after)                                                                                      \
    template <class T> T atomic##name(T *p, kbsim::Same<T> v) {                                                        \
        return kbsim::update(p, [v]([[maybe_unused]] T old) { return T(after); });                                     \
    }
KBSIM_ATOMIC(Add, old + v)
KBSIM_ATOMIC(Sub, old - v)
KBSIM_ATOMIC(And, old & v)
KBSIM_ATOMIC(Or, old | v)
KBSIM_ATOMIC(Xor, old ^ v)
KBSIM_ATOMIC(Min, v < old ? v : old)
KBSIM_ATOMIC(Max, v > old ? v : old)
KBSIM_ATOMIC(Exch, v)
#undef KBSIM_ATOMIC

template <class T> T atomicCAS(T *p, kbsim::Same<T> expected, kbsim::Same<T> v) {
    static_assert(std::is_integral_v<T>, "CUDA compares and swaps integers");
    __atomic_compare_exchange_n(p, &expected, v, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
    return expected;
}
