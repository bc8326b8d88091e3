/* SHAPE: the dimensions of a tensor, which are known beforehand. */
#ifndef TFLQ_SHAPE_H
#define TFLQ_SHAPE_H

#include "tflq_kernel.h"

typedef struct {
  int32_t rank;
  const int32_t *dimensions;
} tflq_shape_params;

static void tflq_shape(const tflq_shape_params *p, int32_t *output) {
  for (int32_t d = 0; d < p->rank; d++) {
    output[d] = p->dimensions[d];
  }
  TFLQ_WRITTEN();
}

#endif
