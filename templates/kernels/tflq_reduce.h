/* The walks of the kernels that pick one element of many: REDUCE_MAX, REDUCE_MIN, REDUCE_ALL. */
#ifndef TFLQ_REDUCE_H
#define TFLQ_REDUCE_H

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

#endif
