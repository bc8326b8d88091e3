/* What the LEAKY_RELU kernels share: x where x ≥ 0, alpha × x below; alpha may have either sign. */
#ifndef TFLQ_LEAKY_RELU_H
#define TFLQ_LEAKY_RELU_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
  int32_t input_zero_point;
  int32_t output_zero_point;
  /* The input's scale over the output's. */
  int32_t output_multiplier;
  int32_t output_shift;
  /* The same times alpha's magnitude, and alpha's sign: 1 or -1. */
  int32_t alpha_multiplier;
  int32_t alpha_shift;
  int32_t alpha_sign;
} tflq_leaky_relu_params;

/* One element, held within [min, max]. */
static inline int32_t tflq_leaky_relu(int32_t value, const tflq_leaky_relu_params *p, int32_t min, int32_t max) {
  const int32_t x = value - p->input_zero_point;
  const int32_t scaled = x >= 0 ? tflq_rescale(x, p->output_multiplier, p->output_shift)
                                : tflq_rescale(x, p->alpha_multiplier, p->alpha_shift) * p->alpha_sign;
  return tflq_clamp(scaled + p->output_zero_point, min, max);
}

#endif
