/*
 * The numbers of kernelbridge.h that kernels need. That header itself cannot be included: its C functions bear the kernels' names.
 * simulator/test-operations.cpp does not compile if the two differ.
 */
#ifndef KB_OPERATIONS_H
#define KB_OPERATIONS_H
enum kb_map_op { KB_ADD = 0, KB_MUL = 1, KB_FMA = 2, KB_SCALE = 3, KB_AXPY = 4, KB_EXP = 5 };
enum kb_reduce_op { KB_SUM = 0, KB_DOT = 1, KB_SUMSQ = 2, KB_AMAX = 3 };
enum { KB_BLOCK = 8192, KB_LANES = 64 };
#endif
