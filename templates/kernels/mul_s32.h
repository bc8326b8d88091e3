/* MUL, int32: output = input1 × input2, with broadcasting; products wrap around. */
#ifndef TFLQ_MUL_S32_H
#define TFLQ_MUL_S32_H

#include "tflq_pair.h"

typedef tflq_plain_pair_params tflq_mul_s32_params;

static void tflq_mul_s32(const tflq_mul_s32_params *p, const int32_t *input1, const int32_t *input2,
                         int32_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const int32_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const int32_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const uint32_t product = (uint32_t)in1[i * p->input1_step] * (uint32_t)in2[i * p->input2_step];
      *output++ = tflq_clamp((int32_t)product, p->output_min, p->output_max);
    }
  }
  TFLQ_WRITTEN();
}

#endif
