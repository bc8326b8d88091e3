/* REDUCE_MAX, int8: the largest element along some of the dimensions. */
#ifndef TFLQ_REDUCE_MAX_S8_H
#define TFLQ_REDUCE_MAX_S8_H

#include "tflq_reduce.h"

typedef tflq_reduce_params tflq_reduce_max_s8_params;

TFLQ_REDUCE_KERNEL(tflq_reduce_max_s8, int8_t, >)

#endif
