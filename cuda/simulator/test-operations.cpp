// Compiles only if the kernels and the C ABI agree on the numbers of operations and on the order of a reduction.
namespace kernels {
#include "../operations.h"
constexpr int BLOCK = KB_BLOCK, LANES = KB_LANES, DEPTH = KB_GEMM_DEPTH;
} // namespace kernels
#include "../../native/include/kernelbridge.h"

#define SAME(name) static_assert(int(kernels::name) == int(::name), #name " differs from kernelbridge.h")
SAME(KB_ADD);
SAME(KB_MUL);
SAME(KB_FMA);
SAME(KB_SCALE);
SAME(KB_AXPY);
SAME(KB_EXP);
SAME(KB_SUB);
SAME(KB_DIV);
SAME(KB_ABS);
SAME(KB_NEG);
SAME(KB_SQRT);
SAME(KB_MIN);
SAME(KB_MAX);
SAME(KB_CLAMP);
SAME(KB_FILL);
SAME(KB_COPY);
SAME(KB_AXPBY);
SAME(KB_LOG);
SAME(KB_SIN);
SAME(KB_COS);
SAME(KB_TANH);
SAME(KB_POW);
SAME(KB_SUM);
SAME(KB_DOT);
SAME(KB_SUMSQ);
SAME(KB_AMAX);
SAME(KB_ASUM);
SAME(KB_LEAST);
SAME(KB_MOST);
SAME(KB_SQDEV);
SAME(KB_ARGMIN);
SAME(KB_ARGMAX);
SAME(KB_ARGAMAX);
SAME(KB_SUM2);
SAME(KB_DOT2);
static_assert(kernels::BLOCK == KB_BLOCK && kernels::LANES == KB_LANES, "the order of a reduction differs");
static_assert(kernels::DEPTH == KB_GEMM_DEPTH, "the order of a matrix product differs");
