/* RELU6, int16: values are held within [0, 6]; input and output have the same scale, so that this is a clamp. */
#ifndef TFLQ_RELU6_S16_H
#define TFLQ_RELU6_S16_H

#include "tflq_relu6.h"

typedef tflq_relu6_params tflq_relu6_s16_params;

static void tflq_relu6_s16(const tflq_relu6_s16_params *p, const int16_t *input, int16_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int16_t)tflq_clamp(input[i], p->zero, p->six);
  }
  TFLQ_WRITTEN();
}

#endif
