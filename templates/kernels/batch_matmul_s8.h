/* BATCH_MATMUL, int8: products of matrices, each of which may lie in memory by rows or by columns. */
#ifndef TFLQ_BATCH_MATMUL_S8_H
#define TFLQ_BATCH_MATMUL_S8_H

#include "tflq_accumulate.h"
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
} tflq_batch_matmul_s8_params;

/* The product of a row with a column. */
static inline uint32_t tflq_batch_matmul_s8_dot(const tflq_batch_matmul_s8_params *p, const int8_t *row,
                                                const int8_t *column) {
  uint32_t sum = 0;
  for (int32_t k = 0; k < p->depth; k++) {
    const int32_t left = row[k * p->left_depth_stride] - p->left_zero_point;
    const int32_t right = column[k * p->right_depth_stride] - p->right_zero_point;
    sum += (uint32_t)(left * right);
  }
  return sum;
}

static void tflq_batch_matmul_s8(const tflq_batch_matmul_s8_params *p, const int8_t *left, const int8_t *right,
                                 int8_t *output) {
  for (int32_t batch = 0; batch < p->batches; batch++) {
    const int8_t *a = left + tflq_walk_offset(batch, p->rank, p->extents, p->left_strides);
    const int8_t *b = right + tflq_walk_offset(batch, p->rank, p->extents, p->right_strides);
    for (int32_t row = 0; row < p->rows; row++) {
      for (int32_t column = 0; column < p->columns; column++) {
        const uint32_t sum =
            tflq_batch_matmul_s8_dot(p, a + row * p->left_row_stride, b + column * p->right_column_stride);
        *output++ = tflq_output_s8(sum, p->output_multiplier, p->output_shift, p->output_zero_point, INT8_MIN,
                                   INT8_MAX);
      }
    }
  }
  TFLQ_WRITTEN();
}

#endif
