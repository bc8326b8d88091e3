/* What the ABS kernels share: |input|; the output may have a scale of its own. */
#ifndef TFLQ_ABS_H
#define TFLQ_ABS_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
  int32_t input_zero_point;
  int32_t output_zero_point;
  /* The input's scale over the output's. */
  int32_t output_multiplier;
  int32_t output_shift;
} tflq_abs_params;

/* One element, held within [min, max]. */
static inline int32_t tflq_abs(int32_t value, const tflq_abs_params *p, int32_t min, int32_t max) {
  const int32_t x = value - p->input_zero_point;
  const int32_t scaled = tflq_rescale(x < 0 ? -x : x, p->output_multiplier, p->output_shift);
  return tflq_clamp(scaled + p->output_zero_point, min, max);
}

#endif
