/* RELU6, int8: values are held within [0, 6]; input and output have the same scale, so that this is a clamp. */
#ifndef TFLQ_RELU6_S8_H
#define TFLQ_RELU6_S8_H

#include "tflq_relu6.h"

typedef tflq_relu6_params tflq_relu6_s8_params;

static void tflq_relu6_s8(const tflq_relu6_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int8_t)tflq_clamp(input[i], p->zero, p->six);
  }
  TFLQ_WRITTEN();
}

#endif
