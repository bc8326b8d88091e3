/* QUANTIZE, uint8 to int8. */
#ifndef TFLQ_REQUANTIZE_U8_S8_H
#define TFLQ_REQUANTIZE_U8_S8_H

#include "tflq_quantize.h"

typedef tflq_requantize_params tflq_requantize_u8_s8_params;

static void tflq_requantize_u8_s8(const tflq_requantize_u8_s8_params *p, const uint8_t *input, int8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int8_t)tflq_requantize(input[i], p, INT8_MIN, INT8_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
