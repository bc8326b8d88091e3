/* CIRCULAR_BUFFER: the last steps of an input, the newest last. The output is the network's state. */
#ifndef TFLQ_CIRCULAR_BUFFER_S8_H
#define TFLQ_CIRCULAR_BUFFER_S8_H

#include "tflq_kernel.h"

typedef struct {
  int32_t steps;
  int32_t size; /* of a step */
} tflq_circular_buffer_s8_params;

static void tflq_circular_buffer_s8(const tflq_circular_buffer_s8_params *p, const int8_t *input, int8_t *output) {
  const int32_t kept = (p->steps - 1) * p->size;
  for (int32_t i = 0; i < kept; i++) {
    output[i] = output[i + p->size];
  }
  for (int32_t i = 0; i < p->size; i++) {
    output[kept + i] = input[i];
  }
  TFLQ_WRITTEN();
}

#endif
