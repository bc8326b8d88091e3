/* REDUCE_ALL, bool: whether all elements along some of the dimensions are true. Elements are 0 or 1. */
#ifndef TFLQ_REDUCE_ALL_H
#define TFLQ_REDUCE_ALL_H

#include "tflq_reduce.h"

typedef tflq_reduce_params tflq_reduce_all_params;

TFLQ_REDUCE_KERNEL(tflq_reduce_all, uint8_t, <)

#endif
