// Arithmetic that nvcc knows by name. Rounding is to nearest, as __…_rn says; the approximate ones (__expf) are the
// exact ones here.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>

inline int __popc(unsigned v) { return __builtin_popcount(v); }
inline int __popcll(unsigned long long v) { return __builtin_popcountll(v); }
inline int __clz(int v) { return v ? __builtin_clz(unsigned(v)) : 32; }
inline int __clzll(long long v) { return v ? __builtin_clzll((unsigned long long)v) : 64; }
inline int __ffs(int v) { return __builtin_ffs(v); }
inline int __ffsll(long long v) { return __builtin_ffsll(v); }
inline unsigned __brev(unsigned v) {
    v = (v >> 1 & 0x55555555u) | (v & 0x55555555u) << 1;
    v = (v >> 2 & 0x33333333u) | (v & 0x33333333u) << 2;
    v = (v >> 4 & 0x0f0f0f0fu) | (v & 0x0f0f0f0fu) << 4;
    return __builtin_bswap32(v);
}
inline unsigned long long __brevll(unsigned long long v) {
    return (unsigned long long)__brev(unsigned(v)) << 32 | __brev(unsigned(v >> 32));
}
inline unsigned __funnelshift_l(unsigned low, unsigned high, unsigned by) {
    return unsigned(((std::uint64_t(high) << 32 | low) << (by & 31)) >> 32);
}
inline unsigned __funnelshift_r(unsigned low, unsigned high, unsigned by) {
    return unsigned((std::uint64_t(high) << 32 | low) >> (by & 31));
}

inline unsigned __umulhi(unsigned a, unsigned b) { return unsigned(std::uint64_t(a) * b >> 32); }
inline int __mulhi(int a, int b) { return int(std::int64_t(a) * b >> 32); }
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
    return (unsigned long long)((unsigned __int128)a * b >> 64);
}
inline long long __mul64hi(long long a, long long b) { return (long long)((__int128)a * b >> 64); }

template <class T> T __ldg(const T *p) { return *p; }

template <class T> inline T min(T a, T b) { return b < a ? b : a; }
template <class T> inline T max(T a, T b) { return a < b ? b : a; }

namespace kbsim {
template <class To, class From> To bits(From v) {
    static_assert(sizeof(To) == sizeof(From));
    To result;
    std::memcpy(&result, &v, sizeof v);
    return result;
}
} // namespace kbsim
inline long long __double_as_longlong(double v) { return kbsim::bits<long long>(v); }
inline double __longlong_as_double(long long v) { return kbsim::bits<double>(v); }
inline int __float_as_int(float v) { return kbsim::bits<int>(v); }
inline unsigned __float_as_uint(float v) { return kbsim::bits<unsigned>(v); }
inline float __int_as_float(int v) { return kbsim::bits<float>(v); }
inline float __uint_as_float(unsigned v) { return kbsim::bits<float>(v); }
inline int __double2hiint(double v) { return int(kbsim::bits<std::uint64_t>(v) >> 32); }
inline int __double2loint(double v) { return int(kbsim::bits<std::uint64_t>(v)); }
inline double __hiloint2double(int high, int low) {
    return kbsim::bits<double>(std::uint64_t(unsigned(high)) << 32 | unsigned(low));
}

inline double __fma_rn(double a, double b, double c) { return std::fma(a, b, c); }
inline float __fmaf_rn(float a, float b, float c) { return std::fma(a, b, c); }
inline double __dadd_rn(double a, double b) { return a + b; }
inline double __dsub_rn(double a, double b) { return a - b; }
inline double __dmul_rn(double a, double b) { return a * b; }
inline double __ddiv_rn(double a, double b) { return a / b; }
inline double __dsqrt_rn(double a) { return std::sqrt(a); }
inline float __fadd_rn(float a, float b) { return a + b; }
inline float __fsub_rn(float a, float b) { return a - b; }
inline float __fmul_rn(float a, float b) { return a * b; }
inline float __fdiv_rn(float a, float b) { return a / b; }
inline float __fsqrt_rn(float a) { return std::sqrt(a); }
inline float __expf(float a) { return std::exp(a); }

// A GPU saturates where C++ leaves the conversion undefined.
namespace kbsim {
template <class To> To saturate(double v) {
    if (!(v == v)) return 0;
    const double limit = std::ldexp(1.0, sizeof(To) * 8 - (To(-1) < 0 ? 1 : 0));
    if (v >= limit) return To(-1) < 0 ? To(~(1ull << (sizeof(To) * 8 - 1))) : To(-1);
    if (v <= (To(-1) < 0 ? -limit : 0.0)) return To(-1) < 0 ? To(1ull << (sizeof(To) * 8 - 1)) : To(0);
    return To(v);
}
} // namespace kbsim
inline int __double2int_rn(double v) { return kbsim::saturate<int>(std::rint(v)); }
inline int __double2int_rz(double v) { return kbsim::saturate<int>(std::trunc(v)); }
inline int __float2int_rn(float v) { return kbsim::saturate<int>(std::rint(v)); }
inline int __float2int_rz(float v) { return kbsim::saturate<int>(std::trunc(v)); }
inline long long __double2ll_rn(double v) { return kbsim::saturate<long long>(std::rint(v)); }
inline long long __double2ll_rz(double v) { return kbsim::saturate<long long>(std::trunc(v)); }
inline unsigned long long __double2ull_rn(double v) { return kbsim::saturate<unsigned long long>(std::rint(v)); }
inline unsigned long long __double2ull_rz(double v) { return kbsim::saturate<unsigned long long>(std::trunc(v)); }
inline double __ll2double_rn(long long v) { return double(v); }
inline double __ull2double_rn(unsigned long long v) { return double(v); }
inline double __int2double_rn(int v) { return v; }
