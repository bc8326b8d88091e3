/* RELU, int8: negative values become 0; the output may have a scale of its own. */
#ifndef TFLQ_RELU_S8_H
#define TFLQ_RELU_S8_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
  int32_t input_zero_point;
  int32_t output_zero_point;
  /* The input's scale over the output's. */
  int32_t output_multiplier;
  int32_t output_shift;
  /* What 0 is in the output; the upper end is the type's. */
  int32_t output_min;
} tflq_relu_s8_params;

static void tflq_relu_s8(const tflq_relu_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    const int32_t scaled =
        tflq_rescale(input[i] - p->input_zero_point, p->output_multiplier, p->output_shift) + p->output_zero_point;
    output[i] = (int8_t)tflq_clamp(scaled, p->output_min, INT8_MAX);
  }
}

#endif
