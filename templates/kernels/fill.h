/* Makes all bytes of a tensor the same: zeros of any element type, or one value of 8 bits. */
#ifndef TFLQ_FILL_H
#define TFLQ_FILL_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* bytes */
  int32_t value;
} tflq_fill_params;

static void tflq_fill(const tflq_fill_params *p, void *output) {
  int8_t *out = (int8_t *)output;
  for (int32_t i = 0; i < p->size; i++) {
    out[i] = (int8_t)p->value;
  }
  TFLQ_WRITTEN();
}

#endif
