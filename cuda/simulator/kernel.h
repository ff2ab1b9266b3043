// How a kernel, an ordinary C++ function with typed parameters, is launched from the driver's array of untyped
// pointers.
//
// KBSIM_KERNEL(f) stands once for each kernel, in kernels.cpp. The template takes the parameter types from f itself, so
// the list holds names only and cannot disagree with the kernels.
#pragma once
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace kbsim {

enum class Parameter { VALUE, INPUT, OUTPUT }; // INPUT: pointer to const; OUTPUT: any other pointer

struct Kernel {
    const char *name;
    void (*call)(void *const *arguments);
    int parameters;
    const std::size_t *sizes;
    const Parameter *kinds;
};

template <auto> struct Signature;
template <class... A, void (*F)(A...)> struct Signature<F> {
    template <class T> static constexpr Parameter kind() {
        if (!std::is_pointer_v<T>) return Parameter::VALUE;
        return std::is_const_v<std::remove_pointer_t<T>> ? Parameter::INPUT : Parameter::OUTPUT;
    }
    static constexpr std::size_t sizes[sizeof...(A) + 1] = {sizeof(A)..., 0};
    static constexpr Parameter kinds[sizeof...(A) + 1] = {kind<A>()..., Parameter::VALUE};

    template <std::size_t... I> static void call(void *const *arguments, std::index_sequence<I...>) {
        (void)arguments;
        F(*static_cast<std::remove_cv_t<A> *>(arguments[I])...);
    }
    static void call(void *const *arguments) { call(arguments, std::index_sequence_for<A...>()); }
    static constexpr Kernel kernel(const char *name) { return {name, call, int(sizeof...(A)), sizes, kinds}; }
};

void enlist(const Kernel &kernel);             // before main
const Kernel *kernel_named(const char *name); // null: there is none

struct Enlisted {
    explicit Enlisted(const Kernel &kernel) { enlist(kernel); }
};
#define KBSIM_KERNEL(f) static const kbsim::Enlisted enlisted_##f(kbsim::Signature<f>::kernel(#f));

} // namespace kbsim
