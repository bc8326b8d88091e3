/* QUANTIZE, float32 to int8. */
#ifndef TFLQ_QUANTIZE_F32_S8_H
#define TFLQ_QUANTIZE_F32_S8_H

#include "tflq_quantize.h"

typedef tflq_quantize_params tflq_quantize_f32_s8_params;

static void tflq_quantize_f32_s8(const tflq_quantize_f32_s8_params *p, const float *input, int8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int8_t)tflq_quantize(input[i], p, INT8_MIN, INT8_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
