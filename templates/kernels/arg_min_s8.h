/* ARG_MIN, int8: where along one dimension the smallest element is; of equal ones, the first. */
#ifndef TFLQ_ARG_MIN_S8_H
#define TFLQ_ARG_MIN_S8_H

#include "tflq_arg.h"

typedef tflq_arg_params tflq_arg_min_s8_params;

TFLQ_ARG_KERNEL(tflq_arg_min_s8, int8_t, <)

#endif
