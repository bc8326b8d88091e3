/*
 * CUMSUM, int8: running sums along one dimension, from either end, with or without the element itself.
 *
 * Sums are kept in half steps of 2^-20 of the input's and wrap around where they leave the range of int32, beyond 2^12
 * steps. As in TFLM, the sum does not begin with 0 but with -zero point: the operator is right where that is 0.
 */
#ifndef TFLQ_CUMSUM_S8_H
#define TFLQ_CUMSUM_S8_H

#include "tflq_kernel.h"

typedef struct {
  /* Products of the dimensions before and after the one that is summed along, and its own size. */
  int32_t outer;
  int32_t inner;
  int32_t length;
  int32_t exclusive; /* 1: without the element itself */
  int32_t reverse;   /* 1: from the end */
  int32_t input_zero_point;
  int32_t output_zero_point;
  /* Twice the input's scale over the output's, over 2^20. */
  int32_t output_multiplier;
  int32_t output_shift;
} tflq_cumsum_s8_params;

/* Half a step of the input, raised by 20 bits. */
#define TFLQ_CUMSUM_S8_STEP ((int32_t)1 << 19)

static void tflq_cumsum_s8(const tflq_cumsum_s8_params *p, const int8_t *input, int8_t *output) {
  const int32_t step = p->reverse != 0 ? -p->inner : p->inner;
  const int32_t start = p->reverse != 0 ? (p->length - 1) * p->inner : 0;
  for (int32_t outer = 0; outer < p->outer; outer++) {
    for (int32_t inner = 0; inner < p->inner; inner++) {
      uint32_t sum = (uint32_t)(-p->input_zero_point * TFLQ_CUMSUM_S8_STEP);
      for (int32_t i = 0; i < p->length; i++) {
        const int32_t place = start + i * step + inner;
        const uint32_t before = sum;
        sum += (uint32_t)((input[place] - p->input_zero_point) * TFLQ_CUMSUM_S8_STEP);
        const int32_t taken = (int32_t)(p->exclusive != 0 ? before : sum);
        const int32_t scaled = tflq_rescale(taken, p->output_multiplier, p->output_shift) + p->output_zero_point;
        output[place] = (int8_t)tflq_clamp(scaled, INT8_MIN, INT8_MAX);
      }
    }
    input += p->length * p->inner;
    output += p->length * p->inner;
  }
  TFLQ_WRITTEN();
}

#endif
