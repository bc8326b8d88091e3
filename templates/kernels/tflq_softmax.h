/* What the softmax kernels share: one row's exponentials, their sum and its reciprocal. */
#ifndef TFLQ_SOFTMAX_H
#define TFLQ_SOFTMAX_H

#include "tflq_fixed_point.h"

typedef struct {
  int32_t rows;
  int32_t depth; /* elements of a row */
  /* From differences of the input, times beta, to Q5.26. */
  int32_t input_multiplier;
  int32_t input_shift;
  /* Elements that far below the row's largest, or farther, count as 0. */
  int32_t diff_min;
} tflq_softmax_params;

/* What is known of a row once it has been read: the probability of an element is exp(x - max) × scale / 2^bits. */
typedef struct {
  int32_t max;
  int32_t scale; /* Q0.31, in [1/2, 1] */
  int32_t bits;
} tflq_softmax_row;

/* exp of a difference ≤ 0, in Q0.31. */
static inline int32_t tflq_softmax_exp(const tflq_softmax_params *p, int32_t diff) {
  return tflq_exp_negative(tflq_rescale(diff, p->input_multiplier, p->input_shift), 5);
}

/* A row's largest element. */
static inline int32_t tflq_softmax_max(const tflq_softmax_params *p, const int8_t *input) {
  int32_t max = INT8_MIN;
  for (int32_t i = 0; i < p->depth; i++) {
    max = input[i] > max ? input[i] : max;
  }
  return max;
}

/* The sum of a row's exponentials in Q12.19, at least the 1 of the largest element. */
static inline uint32_t tflq_softmax_sum(const tflq_softmax_params *p, const int8_t *input, int32_t max) {
  uint32_t sum = 0;
  for (int32_t i = 0; i < p->depth; i++) {
    const int32_t diff = input[i] - max;
    if (diff >= p->diff_min) {
      sum += (uint32_t)tflq_rounding_shift_right(tflq_softmax_exp(p, diff), 12);
    }
  }
  return sum;
}

/* Reads a row. */
static inline tflq_softmax_row tflq_softmax_read(const tflq_softmax_params *p, const int8_t *input) {
  tflq_softmax_row row;
  row.max = tflq_softmax_max(p, input);
  uint32_t sum = tflq_softmax_sum(p, input, row.max);
  row.bits = 12;
  while ((sum & UINT32_C(0x80000000)) == 0) {
    sum <<= 1;
    row.bits--;
  }
  row.scale = tflq_one_over_one_plus((int32_t)(sum & UINT32_C(0x7fffffff)));
  return row;
}

/* The probability of an element in units of 2^-output_bits, for a row that was read. */
static inline int32_t tflq_softmax_probability(const tflq_softmax_params *p, const tflq_softmax_row *row,
                                               int32_t value, int32_t output_bits) {
  const int32_t diff = value - row->max;
  const int32_t bits = row->bits + 31 - output_bits;
  if (diff < p->diff_min || bits > 31) { /* below half a unit */
    return 0;
  }
  return tflq_rounding_shift_right(tflq_high_mul(row->scale, tflq_softmax_exp(p, diff)), bits);
}

#endif
