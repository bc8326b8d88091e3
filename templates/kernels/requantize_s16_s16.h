/* QUANTIZE, int16 to int16 of another scale. */
#ifndef TFLQ_REQUANTIZE_S16_S16_H
#define TFLQ_REQUANTIZE_S16_S16_H

#include "tflq_quantize.h"

typedef tflq_requantize_params tflq_requantize_s16_s16_params;

static void tflq_requantize_s16_s16(const tflq_requantize_s16_s16_params *p, const int16_t *input,
                                        int16_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int16_t)tflq_requantize(input[i], p, INT16_MIN, INT16_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
