/* LEAKY_RELU, int8. */
#ifndef TFLQ_LEAKY_RELU_S8_H
#define TFLQ_LEAKY_RELU_S8_H

#include "tflq_leaky_relu.h"

typedef tflq_leaky_relu_params tflq_leaky_relu_s8_params;

static void tflq_leaky_relu_s8(const tflq_leaky_relu_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int8_t)tflq_leaky_relu(input[i], p, INT8_MIN, INT8_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
