/* What the RELU kernels share: negative values become 0; the output may have a scale of its own. */
#ifndef TFLQ_RELU_H
#define TFLQ_RELU_H

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
} tflq_relu_params;

/* One element, at most `max`. */
static inline int32_t tflq_relu(int32_t value, const tflq_relu_params *p, int32_t max) {
  const int32_t scaled = tflq_rescale(value - p->input_zero_point, p->output_multiplier, p->output_shift);
  return tflq_clamp(scaled + p->output_zero_point, p->output_min, max);
}

#endif
