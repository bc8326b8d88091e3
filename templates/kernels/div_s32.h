/*
 * DIV, int32: output = input1 / input2, truncated, with broadcasting. As on Arm, a quotient by zero is 0, and that of the
 * least int32 by -1 wraps around.
 */
#ifndef TFLQ_DIV_S32_H
#define TFLQ_DIV_S32_H

#include "tflq_pair.h"

typedef tflq_plain_pair_params tflq_div_s32_params;

static inline int32_t tflq_div_s32_quotient(int32_t dividend, int32_t divisor) {
  if (divisor == 0) {
    return 0;
  }
  return divisor == -1 ? (int32_t)(0u - (uint32_t)dividend) : dividend / divisor;
}

static void tflq_div_s32(const tflq_div_s32_params *p, const int32_t *input1, const int32_t *input2,
                         int32_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const int32_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const int32_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const int32_t quotient = tflq_div_s32_quotient(in1[i * p->input1_step], in2[i * p->input2_step]);
      *output++ = tflq_clamp(quotient, p->output_min, p->output_max);
    }
  }
  TFLQ_WRITTEN();
}

#endif
