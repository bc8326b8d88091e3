/* ABS of int16 that stands for itself. There is no 32768, so that of -32768 it is -32768. */
#ifndef TFLQ_ABS_PLAIN_S16_H
#define TFLQ_ABS_PLAIN_S16_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
} tflq_abs_plain_s16_params;

static void tflq_abs_plain_s16(const tflq_abs_plain_s16_params *p, const int16_t *input, int16_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int16_t)(input[i] < 0 ? -input[i] : input[i]);
  }
  TFLQ_WRITTEN();
}

#endif
