/* The kernels that pick one element of many: REDUCE_MAX, REDUCE_MIN, REDUCE_ALL. */
#ifndef TFLQ_REDUCE_H
#define TFLQ_REDUCE_H

#include "tflq_kernel.h"
#include "tflq_walk.h"

typedef struct {
  /* The walk over the dimensions that stay: one position an output. */
  int32_t outputs;
  int32_t kept_rank;
  const int32_t *kept_extents;
  const int32_t *kept_strides;
  /* The walk over the other dimensions, row by row. */
  int32_t rows;
  int32_t row_length;
  int32_t row_step;
  int32_t rank;
  const int32_t *extents;
  const int32_t *strides;
} tflq_reduce_params;

/* Defines the kernel for elements of one type: the one that no other `beats`, which is > or <. */
#define TFLQ_REDUCE_KERNEL(name, type, beats)                                                          \
  static void name(const tflq_reduce_params *p, const type *input, type *output) {                     \
    for (int32_t n = 0; n < p->outputs; n++) {                                                         \
      const type *first = input + tflq_walk_offset(n, p->kept_rank, p->kept_extents, p->kept_strides); \
      type picked = *first;                                                                            \
      for (int32_t row = 0; row < p->rows; row++) {                                                    \
        const type *in = first + tflq_walk_offset(row, p->rank, p->extents, p->strides);               \
        for (int32_t i = 0; i < p->row_length; i++) {                                                  \
          const type value = in[i * p->row_step];                                                      \
          picked = value beats picked ? value : picked;                                                \
        }                                                                                              \
      }                                                                                                \
      output[n] = picked;                                                                              \
    }                                                                                                  \
    TFLQ_WRITTEN();                                                                                    \
  }

#endif
