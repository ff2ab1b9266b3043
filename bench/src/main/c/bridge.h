/* What every contestant calls: so little work that the time of a call is the bridge's. Plain C; bridge_jni.c is its JNI half. */
#ifndef KERNELBRIDGE_BENCH_BRIDGE_H
#define KERNELBRIDGE_BENCH_BRIDGE_H

#include <stdint.h>

#define BRIDGE_API __attribute__((visibility("default")))

typedef int64_t (*bridge_function)(int64_t, int64_t);

BRIDGE_API int64_t bridge_add(int64_t a, int64_t b);

/* x[0] + ... + x[n - 1] in eight lanes: fast enough not to hide the call, the same order as PlainJava's. n is a multiple of 8. */
BRIDGE_API double bridge_sum(const double *x, int64_t n);

/* f(...f(f(0, 0), 1)..., times - 1): each call needs the one before, so that all of them happen one after the other. */
BRIDGE_API int64_t bridge_call_back(bridge_function f, int64_t times);

/* The bytes of a text before its zero: what it costs to hand over a String. */
BRIDGE_API int64_t bridge_length(const char *text);

#endif
