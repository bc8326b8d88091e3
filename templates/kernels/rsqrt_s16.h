/* RSQRT, int16. */
#ifndef TFLQ_RSQRT_S16_H
#define TFLQ_RSQRT_S16_H

#include "tflq_rsqrt.h"

typedef tflq_rsqrt_params tflq_rsqrt_s16_params;

static void tflq_rsqrt_s16(const tflq_rsqrt_s16_params *p, const int16_t *input, int16_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int16_t)tflq_rsqrt(input[i], p, INT16_MIN, INT16_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
