/* QUANTIZE, int8 to uint8. */
#ifndef TFLQ_REQUANTIZE_S8_U8_H
#define TFLQ_REQUANTIZE_S8_U8_H

#include "tflq_quantize.h"

typedef tflq_requantize_params tflq_requantize_s8_u8_params;

static void tflq_requantize_s8_u8(const tflq_requantize_s8_u8_params *p, const int8_t *input, uint8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (uint8_t)tflq_requantize(input[i], p, 0, UINT8_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
