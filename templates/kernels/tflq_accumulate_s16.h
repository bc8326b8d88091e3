/*
 * Sums of products of int16 and int8, and what becomes of them: int16 activations have no zero points. Sums have
 * 64 bits, or 32 where a network's biases have no more.
 */
#ifndef TFLQ_ACCUMULATE_S16_H
#define TFLQ_ACCUMULATE_S16_H

#include "tflq_wide.h"

/* Products of int16 and int8 whose sum fits an int32, whatever they are. */
#define TFLQ_DOT_S16_BLOCK 256

/* The sum of a × b over n elements. */
static inline int64_t tflq_dot_s16(const int16_t *a, const int8_t *b, int32_t n) {
  int64_t sum = 0;
  for (int32_t start = 0; start < n; start += TFLQ_DOT_S16_BLOCK) {
    const int32_t end = n - start > TFLQ_DOT_S16_BLOCK ? start + TFLQ_DOT_S16_BLOCK : n;
    int32_t part = 0;
    for (int32_t i = start; i < end; i++) {
      part += a[i] * b[i];
    }
    sum += part;
  }
  return sum;
}

/* A sum of 64 bits, scaled and held within [min, max]. */
static inline int16_t tflq_output_s16(int64_t sum, int32_t multiplier, int32_t shift, int32_t min, int32_t max) {
  return (int16_t)tflq_clamp(tflq_rescale_wide(sum, multiplier, shift), min, max);
}

/* The bias of one channel: `bias` holds int64_t or int32_t, or is NULL. */
static inline int64_t tflq_bias_s16(const void *bias, int32_t bits, int32_t channel) {
  if (!bias) {
    return 0;
  }
  return bits == 64 ? ((const int64_t *)bias)[channel] : ((const int32_t *)bias)[channel];
}

/* A sum of 64 or 32 bits, scaled and held within [min, max]. */
static inline int16_t tflq_output_s16_of(int32_t bits, int64_t sum, int32_t multiplier, int32_t shift, int32_t min,
                                         int32_t max) {
  if (bits == 64) {
    return tflq_output_s16(sum, multiplier, shift, min, max);
  }
  return (int16_t)tflq_clamp(tflq_rescale((int32_t)(uint32_t)(uint64_t)sum, multiplier, shift), min, max);
}

#endif
