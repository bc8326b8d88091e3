/* ABS, int8. */
#ifndef TFLQ_ABS_S8_H
#define TFLQ_ABS_S8_H

#include "tflq_abs.h"

typedef tflq_abs_params tflq_abs_s8_params;

static void tflq_abs_s8(const tflq_abs_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int8_t)tflq_abs(input[i], p, INT8_MIN, INT8_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
