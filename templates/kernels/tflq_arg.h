/* The walk of the kernels that find an element along one dimension: ARG_MAX, ARG_MIN. */
#ifndef TFLQ_ARG_H
#define TFLQ_ARG_H

#include <stdint.h>

typedef struct {
  /* Products of the dimensions before and after the one that is searched, and its own size. */
  int32_t outer;
  int32_t inner;
  int32_t length;
} tflq_arg_params;

#endif
