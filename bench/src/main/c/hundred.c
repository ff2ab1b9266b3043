/* A hundred functions of ten signatures, for BindBenchmark: what it costs to bind a library, of which a program calls a few. */
#include "bridge.h"

#define API __attribute__((visibility("default")))
#define TEN(n) \
  API int32_t hundred_##n##0(int32_t a); \
  int32_t hundred_##n##0(int32_t a) { return a + n##0; } \
  API int64_t hundred_##n##1(int64_t a, int32_t b); \
  int64_t hundred_##n##1(int64_t a, int32_t b) { return a + b; } \
  API double hundred_##n##2(double a, double b); \
  double hundred_##n##2(double a, double b) { return a + b; } \
  API int64_t hundred_##n##3(const char *a); \
  int64_t hundred_##n##3(const char *a) { return a[0]; } \
  API double hundred_##n##4(const double *a, int64_t b); \
  double hundred_##n##4(const double *a, int64_t b) { return a[b - 1]; } \
  API void hundred_##n##5(int32_t *a, int32_t b); \
  void hundred_##n##5(int32_t *a, int32_t b) { a[0] = b; } \
  API float hundred_##n##6(float a, int8_t b, int16_t c); \
  float hundred_##n##6(float a, int8_t b, int16_t c) { return a + (float)(b + c); } \
  API const char *hundred_##n##7(void); \
  const char *hundred_##n##7(void) { return "hundred"; } \
  API int32_t hundred_##n##8(void *a, const char *b, int64_t c, double d); \
  int32_t hundred_##n##8(void *a, const char *b, int64_t c, double d) { return a != 0 && b[0] != 0 && (double)c < d; } \
  API void *hundred_##n##9(void *a); \
  void *hundred_##n##9(void *a) { return a; }

TEN(1) TEN(2) TEN(3) TEN(4) TEN(5) TEN(6) TEN(7) TEN(8) TEN(9)
TEN(10) /* 100 to 109: ten in all, each name with its tens before it */
