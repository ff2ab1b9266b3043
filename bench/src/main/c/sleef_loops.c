/* Loops over SLEEF's vector functions, which Java cannot call itself: FFM has no vector arguments. The function comes in as an address, so
   that SLEEF is needed neither to build nor to load this. One loop per width; the caller asks first which one the processor has. */
#include "bridge.h"
#include <string.h>

/* The bits of the widest vector that there is a loop for, or 0. */
BRIDGE_API int32_t sleef_loop_bits(void);

#if defined(__x86_64__)

/* out[i] = f(x[i]); the last lanes through a buffer. GCC's vectors are passed as SLEEF's are: both follow the psABI. */
#define LOOP(name, isa, element, bits)                                                                          \
  typedef element name##_vector __attribute__((vector_size(bits / 8)));                                         \
  BRIDGE_API void name(name##_vector (*f)(name##_vector), const element *x, element *out, int64_t n);           \
  __attribute__((target(isa))) void name(name##_vector (*f)(name##_vector), const element *x, element *out,     \
                                         int64_t n) {                                                           \
    const int64_t lanes = bits / 8 / sizeof(element);                                                           \
    int64_t i = 0;                                                                                              \
    for (; i + lanes <= n; i += lanes) {                                                                        \
      name##_vector v;                                                                                          \
      memcpy(&v, x + i, sizeof v);                                                                              \
      v = f(v);                                                                                                 \
      memcpy(out + i, &v, sizeof v);                                                                            \
    }                                                                                                           \
    if (i < n) {                                                                                                \
      name##_vector v = {0};                                                                                    \
      memcpy(&v, x + i, (size_t)(n - i) * sizeof(element));                                                     \
      v = f(v);                                                                                                 \
      memcpy(out + i, &v, (size_t)(n - i) * sizeof(element));                                                   \
    }                                                                                                           \
  }

LOOP(sleef_loop_f64_512, "avx512f", double, 512)
LOOP(sleef_loop_f32_512, "avx512f", float, 512)
LOOP(sleef_loop_f64_256, "avx2,fma", double, 256)
LOOP(sleef_loop_f32_256, "avx2,fma", float, 256)
LOOP(sleef_loop_f64_128, "sse2", double, 128)
LOOP(sleef_loop_f32_128, "sse2", float, 128)

int32_t sleef_loop_bits(void) {
  if (__builtin_cpu_supports("avx512f")) {
    return 512;
  }
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 256 : 128;
}

#else

int32_t sleef_loop_bits(void) { return 0; }

#endif
