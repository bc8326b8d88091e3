/* LOGISTIC, int16: output = 1 / (1 + exp(-input)), in steps of 2^-15. */
#ifndef TFLQ_LOGISTIC_S16_H
#define TFLQ_LOGISTIC_S16_H

#include "tflq_sigmoid_s16.h"

typedef tflq_sigmoid_s16_params tflq_logistic_s16_params;

static void tflq_logistic_s16(const tflq_logistic_s16_params *p, const int16_t *input, int16_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int16_t)tflq_logistic_s16_of(tflq_sigmoid_s16_argument(input[i], p->input_multiplier, p->input_shift));
  }
  TFLQ_WRITTEN();
}

#endif
