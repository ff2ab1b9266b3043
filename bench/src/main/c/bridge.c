/* The functions that the bridges lead to; see bridge.h for why they do so little. */
#include "bridge.h"

#include <string.h>

int64_t bridge_add(int64_t a, int64_t b) {
  return (int64_t)((uint64_t)a + (uint64_t)b); /* wraps as Java's does */
}

double bridge_sum(const double *x, int64_t n) {
  double lane[8] = {0};
  for (int64_t i = 0; i < n; i += 8) {
    for (int k = 0; k < 8; k++) {
      lane[k] += x[i + k];
    }
  }
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

int64_t bridge_call_back(bridge_function f, int64_t times) {
  int64_t result = 0;
  for (int64_t i = 0; i < times; i++) {
    result = f(result, i);
  }
  return result;
}

int64_t bridge_length(const char *text) {
  return (int64_t)strlen(text);
}
