/* RSQRT, int8. */
#ifndef TFLQ_RSQRT_S8_H
#define TFLQ_RSQRT_S8_H

#include "tflq_rsqrt.h"

typedef tflq_rsqrt_params tflq_rsqrt_s8_params;

static void tflq_rsqrt_s8(const tflq_rsqrt_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int8_t)tflq_rsqrt(input[i], p, INT8_MIN, INT8_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
