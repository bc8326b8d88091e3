/* SOFTMAX, int8 to int16: probabilities in steps of 1/65536 from zero point -32768. */
#ifndef TFLQ_SOFTMAX_S8_S16_H
#define TFLQ_SOFTMAX_S8_S16_H

#include "tflq_softmax.h"

typedef tflq_softmax_params tflq_softmax_s8_s16_params;

static void tflq_softmax_s8_s16(const tflq_softmax_s8_s16_params *p, const int8_t *input, int16_t *output) {
  for (int32_t r = 0; r < p->rows; r++) {
    const tflq_softmax_row row = tflq_softmax_read(p, input);
    for (int32_t i = 0; i < p->depth; i++) {
      const int32_t steps = tflq_softmax_probability(p, &row, input[i], 16) + INT16_MIN;
      output[i] = (int16_t)tflq_clamp(steps, INT16_MIN, INT16_MAX);
    }
    input += p->depth;
    output += p->depth;
  }
  TFLQ_WRITTEN();
}

#endif
