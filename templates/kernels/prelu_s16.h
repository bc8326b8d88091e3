/*
 * PRELU, int16: output = input where that is not negative, else input × alpha, with broadcasting. Alpha is int8.
 */
#ifndef TFLQ_PRELU_S16_H
#define TFLQ_PRELU_S16_H

#include "tflq_prelu.h"

typedef tflq_prelu_params tflq_prelu_s16_params;

static void tflq_prelu_s16(const tflq_prelu_s16_params *p, const int16_t *input1, const int8_t *input2,
                           int16_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const int16_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const int8_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const int32_t scaled = tflq_prelu(p, in1[i * p->input1_step], in2[i * p->input2_step]);
      *output++ = (int16_t)tflq_clamp(scaled, INT16_MIN, INT16_MAX);
    }
  }
  TFLQ_WRITTEN();
}

#endif
