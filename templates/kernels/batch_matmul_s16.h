/* BATCH_MATMUL, int16: products of matrices, each of which may lie in memory by rows or by columns. */
#ifndef TFLQ_BATCH_MATMUL_S16_H
#define TFLQ_BATCH_MATMUL_S16_H

#include "tflq_accumulate_s16.h"
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
  /* From sums to the output's scale. */
  int32_t output_multiplier;
  int32_t output_shift;
} tflq_batch_matmul_s16_params;

/* The product of a row with a column. */
static inline int64_t tflq_batch_matmul_s16_dot(const tflq_batch_matmul_s16_params *p, const int16_t *row,
                                                const int16_t *column) {
  int64_t sum = 0;
  for (int32_t k = 0; k < p->depth; k++) {
    sum += row[k * p->left_depth_stride] * column[k * p->right_depth_stride];
  }
  return sum;
}

static void tflq_batch_matmul_s16(const tflq_batch_matmul_s16_params *p, const int16_t *left, const int16_t *right,
                                  int16_t *output) {
  for (int32_t batch = 0; batch < p->batches; batch++) {
    const int16_t *a = left + tflq_walk_offset(batch, p->rank, p->extents, p->left_strides);
    const int16_t *b = right + tflq_walk_offset(batch, p->rank, p->extents, p->right_strides);
    for (int32_t row = 0; row < p->rows; row++) {
      for (int32_t column = 0; column < p->columns; column++) {
        const int64_t sum =
            tflq_batch_matmul_s16_dot(p, a + row * p->left_row_stride, b + column * p->right_column_stride);
        *output++ = tflq_output_s16(sum, p->output_multiplier, p->output_shift, INT16_MIN, INT16_MAX);
      }
    }
  }
  TFLQ_WRITTEN();
}

#endif
