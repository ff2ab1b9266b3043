// Compiles only if the kernels and the C ABI agree on the numbers of operations and on the order of a reduction.
namespace kernels {
#include "../operations.h"
constexpr int BLOCK = KB_BLOCK, LANES = KB_LANES;
} // namespace kernels
#include "../../native/include/kernelbridge.h"

#define SAME(name) static_assert(int(kernels::name) == int(::name), #name " differs from kernelbridge.h")
SAME(KB_ADD);
SAME(KB_MUL);
SAME(KB_FMA);
SAME(KB_SCALE);
SAME(KB_AXPY);
SAME(KB_EXP);
SAME(KB_SUM);
SAME(KB_DOT);
SAME(KB_SUMSQ);
SAME(KB_AMAX);
static_assert(kernels::BLOCK == KB_BLOCK && kernels::LANES == KB_LANES, "the order of a reduction differs");
