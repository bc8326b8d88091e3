/* ARG_MAX, int8: where along one dimension the largest element is; of equal ones, the first. */
#ifndef TFLQ_ARG_MAX_S8_H
#define TFLQ_ARG_MAX_S8_H

#include "tflq_arg.h"

typedef tflq_arg_params tflq_arg_max_s8_params;

TFLQ_ARG_KERNEL(tflq_arg_max_s8, int8_t, >)

#endif
