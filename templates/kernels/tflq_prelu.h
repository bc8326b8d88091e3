/* What the PRELU kernels share. */
#ifndef TFLQ_PRELU_H
#define TFLQ_PRELU_H

#include "tflq_pair.h"

typedef struct {
  TFLQ_PAIR_WALK
  int32_t input_zero_point;
  int32_t alpha_zero_point;
  int32_t output_zero_point;
  /* The input's scale over the output's. */
  int32_t identity_multiplier;
  int32_t identity_shift;
  /* The input's scale times alpha's over the output's. */
  int32_t slope_multiplier;
  int32_t slope_shift;
} tflq_prelu_params;

/* One element, not yet held within the output's type. */
static inline int32_t tflq_prelu(const tflq_prelu_params *p, int32_t input, int32_t alpha) {
  const int32_t value = input - p->input_zero_point;
  const int32_t scaled = value >= 0 ? tflq_rescale(value, p->identity_multiplier, p->identity_shift)
                                    : tflq_rescale(value * (alpha - p->alpha_zero_point), p->slope_multiplier,
                                                   p->slope_shift);
  return (int32_t)((uint32_t)scaled + (uint32_t)p->output_zero_point);
}

#endif
