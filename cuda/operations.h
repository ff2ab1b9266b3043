/*
 * The numbers of kernelbridge.h that kernels need. That header itself cannot be included: its C functions bear the kernels' names.
 * simulator/test-operations.cpp does not compile if the two differ.
 */
#ifndef KB_OPERATIONS_H
#define KB_OPERATIONS_H
enum kb_map_op { KB_ADD = 0, KB_MUL = 1, KB_FMA = 2, KB_SCALE = 3, KB_AXPY = 4, KB_EXP = 5, KB_SUB = 6, KB_DIV = 7,
                 KB_ABS = 8, KB_NEG = 9, KB_SQRT = 10, KB_MIN = 11, KB_MAX = 12, KB_CLAMP = 13, KB_FILL = 14, KB_COPY = 15, KB_AXPBY = 16,
                 KB_LOG = 17, KB_SIN = 18, KB_COS = 19, KB_TANH = 20, KB_POW = 21 };
enum kb_reduce_op { KB_SUM = 0, KB_DOT = 1, KB_SUMSQ = 2, KB_AMAX = 3, KB_ASUM = 4, KB_LEAST = 5, KB_MOST = 6, KB_SQDEV = 7,
                    KB_ARGMIN = 8, KB_ARGMAX = 9, KB_ARGAMAX = 10, KB_SUM2 = 11, KB_DOT2 = 12 };
enum { KB_BLOCK = 8192, KB_LANES = 64, KB_GEMM_DEPTH = 256 };
#endif
