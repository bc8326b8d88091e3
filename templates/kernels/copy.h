/* Copies a tensor of any element type. */
#ifndef TFLQ_COPY_H
#define TFLQ_COPY_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* bytes */
} tflq_copy_params;

static void tflq_copy(const tflq_copy_params *p, const void *input, void *output) {
  const uint8_t *in = (const uint8_t *)input;
  uint8_t *out = (uint8_t *)output;
  for (int32_t i = 0; i < p->size; i++) {
    out[i] = in[i];
  }
  TFLQ_WRITTEN();
}

#endif
