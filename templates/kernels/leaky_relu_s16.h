/* LEAKY_RELU, int16. */
#ifndef TFLQ_LEAKY_RELU_S16_H
#define TFLQ_LEAKY_RELU_S16_H

#include "tflq_leaky_relu.h"

typedef tflq_leaky_relu_params tflq_leaky_relu_s16_params;

static void tflq_leaky_relu_s16(const tflq_leaky_relu_s16_params *p, const int16_t *input, int16_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int16_t)tflq_leaky_relu(input[i], p, INT16_MIN, INT16_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
