/* ABS, int16. */
#ifndef TFLQ_ABS_S16_H
#define TFLQ_ABS_S16_H

#include "tflq_abs.h"

typedef tflq_abs_params tflq_abs_s16_params;

static void tflq_abs_s16(const tflq_abs_s16_params *p, const int16_t *input, int16_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int16_t)tflq_abs(input[i], p, INT16_MIN, INT16_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
