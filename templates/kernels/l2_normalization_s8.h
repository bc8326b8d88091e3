/* L2_NORMALIZATION, int8: rows of Euclidean length 1, in steps of 1/128. A row of zeros stays one. */
#ifndef TFLQ_L2_NORMALIZATION_S8_H
#define TFLQ_L2_NORMALIZATION_S8_H

#include "tflq_fixed_point.h"

typedef struct {
  int32_t rows;
  int32_t depth; /* elements of a row */
  int32_t input_zero_point;
} tflq_l2_normalization_s8_params;

static void tflq_l2_normalization_s8(const tflq_l2_normalization_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t r = 0; r < p->rows; r++) {
    uint32_t sum = 0; /* of squares; at least 2^15 elements fit */
    for (int32_t i = 0; i < p->depth; i++) {
      const int32_t x = input[i] - p->input_zero_point;
      sum += (uint32_t)(x * x);
    }
    const tflq_inverse_sqrt_factor factor = tflq_inverse_sqrt((int32_t)sum);
    for (int32_t i = 0; i < p->depth; i++) {
      const int32_t steps = tflq_rescale(input[i] - p->input_zero_point, factor.multiplier, factor.shift + 7);
      output[i] = (int8_t)tflq_clamp(steps, INT8_MIN, INT8_MAX);
    }
    input += p->depth;
    output += p->depth;
  }
  TFLQ_WRITTEN();
}

#endif
