/* ARG_MAX, float32: where along one dimension the largest element is; of equal ones, the first. */
#ifndef TFLQ_ARG_MAX_F32_H
#define TFLQ_ARG_MAX_F32_H

#include "tflq_arg.h"

typedef tflq_arg_params tflq_arg_max_f32_params;

TFLQ_ARG_KERNEL(tflq_arg_max_f32, float, >)

#endif
