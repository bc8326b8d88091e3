/*
 * Sums of products of int8, and what becomes of them. Sums wrap around where they leave the range of int32, as they
 * would on every target; no network that was quantized with care has such sums.
 *
 * The inner loops are functions that are never inlined: within their callers' loops they would run out of registers.
 */
#ifndef TFLQ_ACCUMULATE_H
#define TFLQ_ACCUMULATE_H

#include "tflq_kernel.h"

#if defined(__GNUC__)
#define TFLQ_INNER_LOOP __attribute__((noinline, unused))
#else
#define TFLQ_INNER_LOOP
#endif

/* Rows of weights that share one pass over the input. */
#define TFLQ_DOT_S8_ROWS 4

/* The weights of some outputs, at most TFLQ_DOT_S8_ROWS: where their rows begin, seen from the first one. */
typedef struct {
  int32_t count;
  int32_t offsets[TFLQ_DOT_S8_ROWS];
} tflq_dot_s8_rows;

/* `left` rows of `length` elements, or as many of them as fit. Where there are too few, the last one stands in. */
static inline tflq_dot_s8_rows tflq_dot_s8_take(int32_t left, int32_t length) {
  tflq_dot_s8_rows rows;
  rows.count = left < TFLQ_DOT_S8_ROWS ? left : TFLQ_DOT_S8_ROWS;
  for (int32_t i = 0; i < TFLQ_DOT_S8_ROWS; i++) {
    rows.offsets[i] = (i < rows.count ? i : rows.count - 1) * length;
  }
  return rows;
}

/* Adds to sums[k] the sum of (a - a_zero_point) × b over n elements of a and of row k of b. */
static TFLQ_INNER_LOOP void tflq_dot_s8(const int8_t *a, int32_t a_zero_point, const int8_t *b,
                                        const tflq_dot_s8_rows *rows, int32_t n, uint32_t *sums) {
  const int8_t *b0 = b + rows->offsets[0];
  const int8_t *b1 = b + rows->offsets[1];
  const int8_t *b2 = b + rows->offsets[2];
  const int8_t *b3 = b + rows->offsets[3];
  uint32_t sum0 = sums[0];
  uint32_t sum1 = sums[1];
  uint32_t sum2 = sums[2];
  uint32_t sum3 = sums[3];
  for (int32_t i = 0; i < n; i++) {
    const int32_t value = a[i] - a_zero_point;
    sum0 += (uint32_t)(value * b0[i]);
    sum1 += (uint32_t)(value * b1[i]);
    sum2 += (uint32_t)(value * b2[i]);
    sum3 += (uint32_t)(value * b3[i]);
  }
  sums[0] = sum0;
  sums[1] = sum1;
  sums[2] = sum2;
  sums[3] = sum3;
  TFLQ_WRITTEN();
}

/* Adds (a - a_zero_point) × b to the sums, element by element. */
static TFLQ_INNER_LOOP void tflq_add_products_s8(const int8_t *a, int32_t a_zero_point, const int8_t *b, int32_t n,
                                                 uint32_t *restrict sums) {
  for (int32_t i = 0; i < n; i++) {
    sums[i] += (uint32_t)((a[i] - a_zero_point) * b[i]);
  }
  TFLQ_WRITTEN();
}

/* Adds value × b to the sums, element by element. */
static TFLQ_INNER_LOOP void tflq_add_multiples_s8(int32_t value, const int8_t *b, int32_t n,
                                                  uint32_t *restrict sums) {
  for (int32_t i = 0; i < n; i++) {
    sums[i] += (uint32_t)(value * b[i]);
  }
  TFLQ_WRITTEN();
}

/* A sum, scaled, moved to the output's zero point and held within [min, max]. */
static inline int8_t tflq_output_s8(uint32_t sum, int32_t multiplier, int32_t shift, int32_t zero_point, int32_t min,
                                    int32_t max) {
  const uint32_t scaled = (uint32_t)tflq_rescale((int32_t)sum, multiplier, shift);
  return (int8_t)tflq_clamp((int32_t)(scaled + (uint32_t)zero_point), min, max);
}

#endif
