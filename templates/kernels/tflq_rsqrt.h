/* What the RSQRT kernels share: 1 / sqrt(input). */
#ifndef TFLQ_RSQRT_H
#define TFLQ_RSQRT_H

#include "tflq_fixed_point.h"

typedef struct {
  int32_t size; /* elements */
  int32_t input_zero_point;
  int32_t output_zero_point;
  /* 1 / (sqrt(input scale) × output scale), over 2^20. */
  int32_t output_multiplier;
  int32_t output_shift;
} tflq_rsqrt_params;

/* Bits that the root is raised by until it is in the output's scale. */
#define TFLQ_RSQRT_HEADROOM 20

/* One element, held within [min, max]. Of 0, and of what is below 0 and has no root, it is max. */
static inline int32_t tflq_rsqrt(int32_t value, const tflq_rsqrt_params *p, int32_t min, int32_t max) {
  const int32_t x = value - p->input_zero_point;
  if (x <= 0) {
    return max;
  }
  const tflq_inverse_sqrt_factor factor = tflq_inverse_sqrt(x);
  const int32_t raised = tflq_rescale(1, factor.multiplier, factor.shift + TFLQ_RSQRT_HEADROOM);
  return tflq_clamp(tflq_rescale(raised, p->output_multiplier, p->output_shift) + p->output_zero_point, min, max);
}

#endif
