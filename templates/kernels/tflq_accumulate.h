/*
 * Sums of products of int8, and what becomes of them. Sums wrap around where they leave the range of int32, as they
 * would on every target; no network that was quantized with care has such sums.
 */
#ifndef TFLQ_ACCUMULATE_H
#define TFLQ_ACCUMULATE_H

#include "tflq_kernel.h"

/* The sum of (a - a_zero_point) × b over n elements. */
static inline uint32_t tflq_dot_s8(const int8_t *a, int32_t a_zero_point, const int8_t *b, int32_t n) {
  uint32_t sum = 0;
  for (int32_t i = 0; i < n; i++) {
    sum += (uint32_t)((a[i] - a_zero_point) * b[i]);
  }
  return sum;
}

/* A sum, scaled, moved to the output's zero point and held within [min, max]. */
static inline int8_t tflq_output_s8(uint32_t sum, int32_t multiplier, int32_t shift, int32_t zero_point, int32_t min,
                                    int32_t max) {
  const uint32_t scaled = (uint32_t)tflq_rescale((int32_t)sum, multiplier, shift);
  return (int8_t)tflq_clamp((int32_t)(scaled + (uint32_t)zero_point), min, max);
}

#endif
