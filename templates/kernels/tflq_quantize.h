/* What the QUANTIZE kernels share: real numbers to integers, and integers from one quantization to another. */
#ifndef TFLQ_QUANTIZE_H
#define TFLQ_QUANTIZE_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
  float scale;
  int32_t zero_point;
} tflq_quantize_params;

/*
 * real / scale, rounded half away from zero, plus the zero point, held within [min, max]; not a number becomes the
 * zero point.
 */
static inline int32_t tflq_quantize(float real, const tflq_quantize_params *p, int32_t min, int32_t max) {
  const float beyond = 1048576.0f; /* farther from 0 than any type's range, and exact with a fraction */
  const float steps = real / p->scale;
  if (steps >= beyond) {
    return max;
  }
  if (steps <= -beyond) {
    return min;
  }
  if (!(steps > -beyond)) {
    return tflq_clamp(p->zero_point, min, max);
  }
  int32_t whole = (int32_t)steps;
  const float fraction = steps - (float)whole;
  if (fraction >= 0.5f) {
    whole++;
  } else if (fraction <= -0.5f) {
    whole--;
  }
  return tflq_clamp(whole + p->zero_point, min, max);
}

typedef struct {
  int32_t size; /* elements */
  int32_t input_zero_point;
  int32_t output_zero_point;
  /* The input's scale over the output's. */
  int32_t multiplier;
  int32_t shift;
} tflq_requantize_params;

/* A value of the input's quantization in the output's, held within [min, max]. What leaves int32 on the way wraps. */
static inline int32_t tflq_requantize(int32_t value, const tflq_requantize_params *p, int32_t min, int32_t max) {
  const int32_t centered = (int32_t)((uint32_t)value - (uint32_t)p->input_zero_point);
  const uint32_t scaled = (uint32_t)tflq_rescale(centered, p->multiplier, p->shift);
  return tflq_clamp((int32_t)(scaled + (uint32_t)p->output_zero_point), min, max);
}

#endif
