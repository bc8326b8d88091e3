/* TANH, int16: output = tanh(input), in steps of 2^-15. */
#ifndef TFLQ_TANH_S16_H
#define TFLQ_TANH_S16_H

#include "tflq_sigmoid_s16.h"

typedef tflq_sigmoid_s16_params tflq_tanh_s16_params;

static void tflq_tanh_s16(const tflq_tanh_s16_params *p, const int16_t *input, int16_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int16_t)tflq_tanh_s16_of(tflq_sigmoid_s16_argument(input[i], p->input_multiplier, p->input_shift));
  }
  TFLQ_WRITTEN();
}

#endif
