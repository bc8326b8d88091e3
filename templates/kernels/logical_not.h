/* LOGICAL_NOT. */
#ifndef TFLQ_LOGICAL_NOT_H
#define TFLQ_LOGICAL_NOT_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
} tflq_logical_not_params;

static void tflq_logical_not(const tflq_logical_not_params *p, const uint8_t *input, uint8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = input[i] == 0 ? 1 : 0;
  }
  TFLQ_WRITTEN();
}

#endif
