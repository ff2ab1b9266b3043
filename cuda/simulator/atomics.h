// Atomics on 32 and 64 bits, as the host's own: blocks run on different OS threads and meet in device memory.
//
// CUDA's atomics order nothing but themselves, hence relaxed. On floating point there is only the loop that a GPU's atomicAdd
// is equal to.
#pragma once
#include <cstring>
#include <type_traits>

namespace kbsim {

template <class T> struct Itself { using type = T; };
template <class T> using Same = typename Itself<T>::type; // the operand converts to the target's type, as in CUDA

template <class T, class F> T update(T *p, F change) {
    T before;
    __atomic_load(p, &before, __ATOMIC_RELAXED);
    for (;;) {
        T after = change(before);
        if (__atomic_compare_exchange(p, &before, &after, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) return before;
    }
}

} // namespace kbsim

template <class T> T atomicAdd(T *p, kbsim::Same<T> v) {
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "CUDA adds 32 or 64 bits");
    if constexpr (std::is_integral_v<T>) {
        return __atomic_fetch_add(p, v, __ATOMIC_RELAXED);
    } else {
        return kbsim::update(p, [v](T old) { return old + v; });
    }
}
template <class T> T atomicSub(T *p, kbsim::Same<T> v) { return __atomic_fetch_sub(p, v, __ATOMIC_RELAXED); }
template <class T> T atomicAnd(T *p, kbsim::Same<T> v) { return __atomic_fetch_and(p, v, __ATOMIC_RELAXED); }
template <class T> T atomicOr(T *p, kbsim::Same<T> v) { return __atomic_fetch_or(p, v, __ATOMIC_RELAXED); }
template <class T> T atomicXor(T *p, kbsim::Same<T> v) { return __atomic_fetch_xor(p, v, __ATOMIC_RELAXED); }
template <class T> T atomicMin(T *p, kbsim::Same<T> v) {
    return kbsim::update(p, [v](T old) { return v < old ? v : old; });
}
template <class T> T atomicMax(T *p, kbsim::Same<T> v) {
    return kbsim::update(p, [v](T old) { return v > old ? v : old; });
}
template <class T> T atomicExch(T *p, kbsim::Same<T> v) {
    return kbsim::update(p, [v](T) { return v; });
}
template <class T> T atomicCAS(T *p, kbsim::Same<T> expected, kbsim::Same<T> v) {
    static_assert(std::is_integral_v<T>, "CUDA compares and swaps integers");
    __atomic_compare_exchange_n(p, &expected, v, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
    return expected;
}
