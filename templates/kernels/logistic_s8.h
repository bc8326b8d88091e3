/* LOGISTIC, int8: output = 1 / (1 + exp(-input)), in steps of 1/256 from zero point -128. */
#ifndef TFLQ_LOGISTIC_S8_H
#define TFLQ_LOGISTIC_S8_H

#include "tflq_fixed_point.h"

typedef struct {
  int32_t size; /* elements */
  int32_t input_zero_point;
  /* Inputs that far from the zero point, or farther, give 0 and 1. */
  int32_t input_radius;
  /* From the input's scale to Q4.27. */
  int32_t input_multiplier;
  int32_t input_shift;
} tflq_logistic_s8_params;

static void tflq_logistic_s8(const tflq_logistic_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    const int32_t centered = input[i] - p->input_zero_point;
    if (centered <= -p->input_radius) {
      output[i] = INT8_MIN;
    } else if (centered >= p->input_radius) {
      output[i] = INT8_MAX;
    } else {
      const int32_t x = tflq_rescale(centered, p->input_multiplier, p->input_shift);
      const int32_t steps = tflq_rounding_shift_right(tflq_logistic(x, 4), 23) + INT8_MIN;
      output[i] = (int8_t)tflq_clamp(steps, INT8_MIN, INT8_MAX);
    }
  }
  TFLQ_WRITTEN();
}

#endif
