/*
 * Matrix products: tiles in registers over packed panels (K. Goto and R. van de Geijn, "Anatomy of high-performance matrix
 * multiplication", ACM TOMS 34, 2008). Their outer loops, the blocks for the caches, are the caller's (spi/Blocks.java), since heap arrays
 * allow short calls only. C is row-major, so vectors run along its rows. The order of the products is fixed in kernelbridge.h.
 */
#include "../tier.h"
#include "gemm_lanes.h"

#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 8")
#endif

#if ROWS == 8
#define EACH_ROWS CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) default: CASE(8)
#elif ROWS == 6
#define EACH_ROWS CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) default: CASE(6)
#elif ROWS == 4
#define EACH_ROWS CASE(1) CASE(2) CASE(3) default: CASE(4)
#else
#define EACH_ROWS CASE(1) default: CASE(2)
#endif

#define T double
#define S f64
#include "gemm_tile.h"
#undef T
#undef S

#define T float
#define S f32
#include "gemm_tile.h"
#undef T
#undef S

int32_t KB_KERNEL(gemm_rows)(void) { return ROWS; }
int32_t KB_KERNEL(gemm_columns)(int32_t bytes) { return VECTORS * (bytes == 8 ? LANES_f64 : LANES_f32); }
