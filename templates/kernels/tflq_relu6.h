/* What the RELU6 kernels share. */
#ifndef TFLQ_RELU6_H
#define TFLQ_RELU6_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
  int32_t zero; /* what 0 and 6 are in the input */
  int32_t six;
} tflq_relu6_params;

#endif
