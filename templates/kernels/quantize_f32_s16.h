/* QUANTIZE, float32 to int16. */
#ifndef TFLQ_QUANTIZE_F32_S16_H
#define TFLQ_QUANTIZE_F32_S16_H

#include "tflq_quantize.h"

typedef tflq_quantize_params tflq_quantize_f32_s16_params;

static void tflq_quantize_f32_s16(const tflq_quantize_f32_s16_params *p, const float *input, int16_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int16_t)tflq_quantize(input[i], p, INT16_MIN, INT16_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
