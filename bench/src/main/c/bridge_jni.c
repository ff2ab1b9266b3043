/*
 * JNI as written by hand, for HandJni.java. The JVM's functions are taken from its table by number, which the JNI specification
 * fixes for good ("Interface Function Table"): so this builds where there is a C compiler and no jni.h.
 */
#include "bridge.h"

typedef void *const *const *environment; /* JNIEnv *: points to a pointer to the table */
typedef void *reference;                 /* jobject, jclass, jarray */

enum {
  GET_STATIC_METHOD_ID = 113,
  CALL_STATIC_LONG_METHOD = 132,
  GET_DOUBLE_ARRAY_ELEMENTS = 190,
  RELEASE_DOUBLE_ARRAY_ELEMENTS = 198,
  GET_ARRAY_LENGTH = 171,
  GET_PRIMITIVE_ARRAY_CRITICAL = 222,
  RELEASE_PRIMITIVE_ARRAY_CRITICAL = 223,
  EXCEPTION_CHECK = 228
};
enum { JNI_ABORT = 2 }; /* the array was only read: copy nothing back */

typedef int32_t (*length_function)(environment, reference);
typedef void *(*pin_function)(environment, reference, uint8_t *);
typedef void (*unpin_function)(environment, reference, void *, int32_t);
typedef void *(*method_function)(environment, reference, const char *, const char *);
typedef int64_t (*call_function)(environment, reference, void *, ...);
typedef uint8_t (*exception_function)(environment);

#define JVM(env, type, number) ((type)(*(env))[number])
#define NATIVE(type, name) BRIDGE_API type Java_dev_kernelbridge_bench_bridge_HandJni_##name

NATIVE(int64_t, add)(environment env, reference self, int64_t a, int64_t b);
NATIVE(double, sum)(environment env, reference self, reference x);
NATIVE(double, sumOfCopy)(environment env, reference self, reference x);
NATIVE(int64_t, callBack)(environment env, reference self, int64_t times);

NATIVE(int64_t, add)(environment env, reference self, int64_t a, int64_t b) {
  (void)env, (void)self;
  return bridge_add(a, b);
}

static double sum_by(environment env, reference x, int get, int release) {
  int32_t n = JVM(env, length_function, GET_ARRAY_LENGTH)(env, x);
  double *elements = JVM(env, pin_function, get)(env, x, 0);
  if (elements == 0) {
    return 0; /* an OutOfMemoryError is pending */
  }
  double result = bridge_sum(elements, n);
  JVM(env, unpin_function, release)(env, x, elements, JNI_ABORT);
  return result;
}

NATIVE(double, sum)(environment env, reference self, reference x) {
  (void)self;
  return sum_by(env, x, GET_PRIMITIVE_ARRAY_CRITICAL, RELEASE_PRIMITIVE_ARRAY_CRITICAL);
}

NATIVE(double, sumOfCopy)(environment env, reference self, reference x) {
  (void)self;
  return sum_by(env, x, GET_DOUBLE_ARRAY_ELEMENTS, RELEASE_DOUBLE_ARRAY_ELEMENTS);
}

/* The loop of bridge_call_back, written out: a JNI upcall needs the environment, which a plain function pointer does not carry. */
NATIVE(int64_t, callBack)(environment env, reference self, int64_t times) {
  void *method = JVM(env, method_function, GET_STATIC_METHOD_ID)(env, self, "plus", "(JJ)J");
  int64_t result = 0;
  for (int64_t i = 0; method != 0 && i < times; i++) {
    result = JVM(env, call_function, CALL_STATIC_LONG_METHOD)(env, self, method, result, i);
    if (JVM(env, exception_function, EXCEPTION_CHECK)(env)) {
      break;
    }
  }
  return result;
}
