/*
 * What the kernels of MEAN and SUM share: sums over some of the dimensions.
 *
 * The elements of one output are summed exactly; a division by their number is part of the output's multiplier, so that
 * there is one rounding. Sums wrap around where they leave the range of int32.
 */
#ifndef TFLQ_REDUCE_SUM_H
#define TFLQ_REDUCE_SUM_H

#include "tflq_kernel.h"
#include "tflq_walk.h"

typedef struct {
  /* The walk over the dimensions that stay: one position an output. */
  int32_t outputs;
  int32_t kept_rank;
  const int32_t *kept_extents;
  const int32_t *kept_strides;
  /* The walk over the dimensions that are summed over, row by row. */
  int32_t rows;
  int32_t row_length;
  int32_t row_step;
  int32_t rank;
  const int32_t *extents;
  const int32_t *strides;
  /* The input's zero point times the number of elements of one output. */
  int32_t input_zero_sum;
  int32_t output_zero_point;
  int32_t output_multiplier;
  int32_t output_shift;
} tflq_reduce_sum_params;

/* A sum of input elements as an output element within [min, max]. */
static inline int32_t tflq_reduce_sum_output(const tflq_reduce_sum_params *p, uint32_t sum, int32_t min, int32_t max) {
  const int32_t centered = (int32_t)(sum - (uint32_t)p->input_zero_sum);
  const int32_t scaled = tflq_rescale(centered, p->output_multiplier, p->output_shift);
  return tflq_clamp(scaled + p->output_zero_point, min, max);
}

#endif
