/* QUANTIZE, int8 to int32 of another scale. */
#ifndef TFLQ_REQUANTIZE_S8_S32_H
#define TFLQ_REQUANTIZE_S8_S32_H

#include "tflq_quantize.h"

typedef tflq_requantize_params tflq_requantize_s8_s32_params;

static void tflq_requantize_s8_s32(const tflq_requantize_s8_s32_params *p, const int8_t *input, int32_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = tflq_requantize(input[i], p, INT32_MIN, INT32_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
