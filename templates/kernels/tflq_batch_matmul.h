/* What the kernels of BATCH_MATMUL share: the parameters. */
#ifndef TFLQ_BATCH_MATMUL_H
#define TFLQ_BATCH_MATMUL_H

#include "tflq_walk.h"

typedef struct {
  /* The batches, as a walk over matrices; strides are in elements, 0 where a matrix serves several batches. */
  int32_t batches;
  int32_t rank;
  const int32_t *extents;
  const int32_t *left_strides;
  const int32_t *right_strides;
  /* Shape of an output matrix, and the length of the sums. */
  int32_t rows;
  int32_t columns;
  int32_t depth;
  /* Where the next element of a matrix lies. */
  int32_t left_row_stride;
  int32_t left_depth_stride;
  int32_t right_column_stride;
  int32_t right_depth_stride;
  int32_t left_zero_point;
  int32_t right_zero_point;
  /* From sums to the output's scale. */
  int32_t output_multiplier;
  int32_t output_shift;
  int32_t output_zero_point;
} tflq_batch_matmul_params;

#endif
