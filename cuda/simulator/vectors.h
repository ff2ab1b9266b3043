// The built-in vector types, with which kernels load and store 8 or 16 bytes at a time. Their alignment is part of the
// contract.
#pragma once

#define KBSIM_VECTOR2(name, T)                                                                                        \
    struct alignas(2 * sizeof(T)) name##2 {                                                                           \
        T x, y;                                                                                                       \
    };                                                                                                                \
    inline name##2 make_##name##2(T x, T y) { return {x, y}; }
#define KBSIM_VECTOR4(name, T)                                                                                        \
    struct alignas(4 * sizeof(T) > 16 ? 16 : 4 * sizeof(T)) name##4 {                                                 \
        T x, y, z, w;                                                                                                 \
    };                                                                                                                \
    inline name##4 make_##name##4(T x, T y, T z, T w) { return {x, y, z, w}; }

KBSIM_VECTOR2(int, int)
KBSIM_VECTOR4(int, int)
KBSIM_VECTOR2(uint, unsigned)
KBSIM_VECTOR4(uint, unsigned)
KBSIM_VECTOR2(longlong, long long)
KBSIM_VECTOR2(ulonglong, unsigned long long)
KBSIM_VECTOR2(float, float)
KBSIM_VECTOR4(float, float)
KBSIM_VECTOR2(double, double)
KBSIM_VECTOR4(uchar, unsigned char)

#undef KBSIM_VECTOR2
#undef KBSIM_VECTOR4
