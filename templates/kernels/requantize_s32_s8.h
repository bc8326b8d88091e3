/* QUANTIZE, int32 to int8 of another scale. */
#ifndef TFLQ_REQUANTIZE_S32_S8_H
#define TFLQ_REQUANTIZE_S32_S8_H

#include "tflq_quantize.h"

typedef tflq_requantize_params tflq_requantize_s32_s8_params;

static void tflq_requantize_s32_s8(const tflq_requantize_s32_s8_params *p, const int32_t *input, int8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int8_t)tflq_requantize(input[i], p, INT8_MIN, INT8_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
