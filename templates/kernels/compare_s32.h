/* The comparisons, int32 to bool, with broadcasting. */
#ifndef TFLQ_COMPARE_S32_H
#define TFLQ_COMPARE_S32_H

#include "tflq_compare.h"

typedef tflq_compare_params tflq_compare_s32_params;

static void tflq_compare_s32(const tflq_compare_s32_params *p, const int32_t *input1, const int32_t *input2,
                             uint8_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const int32_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const int32_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const int32_t a = in1[i * p->input1_step];
      const int32_t b = in2[i * p->input2_step];
      *output++ = tflq_is_accepted(p->accepted, a < b, a > b);
    }
  }
  TFLQ_WRITTEN();
}

#endif
