/*
 * MEAN, int8: the mean over some of the dimensions.
 *
 * The elements of one mean are summed exactly and the division by their number is part of the output's multiplier,
 * so that there is one rounding.
 */
#ifndef TFLQ_MEAN_S8_H
#define TFLQ_MEAN_S8_H

#include "tflq_kernel.h"
#include "tflq_walk.h"

typedef struct {
  /* The walk over the dimensions that stay: one position an output. */
  int32_t outputs;
  int32_t kept_rank;
  const int32_t *kept_extents;
  const int32_t *kept_strides;
  /* The walk over the dimensions that are averaged, row by row. */
  int32_t rows;
  int32_t row_length;
  int32_t row_step;
  int32_t rank;
  const int32_t *extents;
  const int32_t *strides;
  /* The input's zero point times the number of elements of one mean. */
  int32_t input_zero_sum;
  int32_t output_zero_point;
  int32_t output_multiplier;
  int32_t output_shift;
} tflq_mean_s8_params;

static void tflq_mean_s8(const tflq_mean_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t n = 0; n < p->outputs; n++) {
    const int8_t *first = input + tflq_walk_offset(n, p->kept_rank, p->kept_extents, p->kept_strides);
    int32_t sum = -p->input_zero_sum;
    for (int32_t row = 0; row < p->rows; row++) {
      const int8_t *in = first + tflq_walk_offset(row, p->rank, p->extents, p->strides);
      for (int32_t i = 0; i < p->row_length; i++) {
        sum += in[i * p->row_step];
      }
    }
    const int32_t mean = tflq_rescale(sum, p->output_multiplier, p->output_shift) + p->output_zero_point;
    output[n] = (int8_t)tflq_clamp(mean, INT8_MIN, INT8_MAX);
  }
}

#endif
