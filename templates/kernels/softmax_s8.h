/* SOFTMAX, int8 to int8: probabilities in steps of 1/256 from zero point -128. */
#ifndef TFLQ_SOFTMAX_S8_H
#define TFLQ_SOFTMAX_S8_H

#include "tflq_softmax.h"

typedef tflq_softmax_params tflq_softmax_s8_params;

static void tflq_softmax_s8(const tflq_softmax_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t r = 0; r < p->rows; r++) {
    const tflq_softmax_row row = tflq_softmax_read(p, input);
    for (int32_t i = 0; i < p->depth; i++) {
      const int32_t steps = tflq_softmax_probability(p, &row, input[i], 8) + INT8_MIN;
      output[i] = (int8_t)tflq_clamp(steps, INT8_MIN, INT8_MAX);
    }
    input += p->depth;
    output += p->depth;
  }
  TFLQ_WRITTEN();
}

#endif
