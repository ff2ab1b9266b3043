/* Two of STREAM's kernels (J. McCalpin, "Memory bandwidth and machine balance", 1995), one thread: what the memory gives. */
#include "bridge.h"
#include <string.h>

BRIDGE_API void stream_copy(const void *x, void *out, int64_t bytes);
BRIDGE_API void stream_add_f64(const double *restrict x, const double *restrict y, double *restrict out, int64_t n);
BRIDGE_API void stream_add_f32(const float *restrict x, const float *restrict y, float *restrict out, int64_t n);

void stream_copy(const void *x, void *out, int64_t bytes) { memcpy(out, x, (size_t)bytes); }

void stream_add_f64(const double *restrict x, const double *restrict y, double *restrict out, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    out[i] = x[i] + y[i];
  }
}

void stream_add_f32(const float *restrict x, const float *restrict y, float *restrict out, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    out[i] = x[i] + y[i];
  }
}
