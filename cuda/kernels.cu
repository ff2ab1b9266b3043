// All kernels in one translation unit, from which nvcc makes the one fatbin that the jar carries.
#include "factor.cu"
#include "leaves.cu"
#include "primes.cu"
#include "relations.cu"
#include "rough.cu"
#include "vector.cu"
#include "fold.cu"
#include "matrix.cu" // behind vector.cu, whose kb_fma it uses
