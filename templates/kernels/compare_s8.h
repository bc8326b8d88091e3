/*
 * The comparisons, int8 to bool, with broadcasting.
 *
 * Both inputs are brought to real numbers with 8 bits behind the point, whatever their scales: what is closer together
 * than that is equal.
 */
#ifndef TFLQ_COMPARE_S8_H
#define TFLQ_COMPARE_S8_H

#include "tflq_compare.h"

typedef struct {
  TFLQ_PAIR_WALK
  int32_t accepted; /* the outcomes that are true: a sum of TFLQ_LESS and its like */
  /* Zero points, and scales. */
  int32_t input1_zero_point;
  int32_t input1_multiplier;
  int32_t input1_shift;
  int32_t input2_zero_point;
  int32_t input2_multiplier;
  int32_t input2_shift;
} tflq_compare_s8_params;

/* Bits behind the point. */
#define TFLQ_COMPARE_S8_FRACTION 8

static void tflq_compare_s8(const tflq_compare_s8_params *p, const int8_t *input1, const int8_t *input2,
                            uint8_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const int8_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const int8_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const int32_t raised1 = (in1[i * p->input1_step] - p->input1_zero_point) * (1 << TFLQ_COMPARE_S8_FRACTION);
      const int32_t raised2 = (in2[i * p->input2_step] - p->input2_zero_point) * (1 << TFLQ_COMPARE_S8_FRACTION);
      const int32_t a = tflq_rescale(raised1, p->input1_multiplier, p->input1_shift);
      const int32_t b = tflq_rescale(raised2, p->input2_multiplier, p->input2_shift);
      *output++ = tflq_is_accepted(p->accepted, a < b, a > b);
    }
  }
  TFLQ_WRITTEN();
}

#endif
