/* ARG_MIN, float32: where along one dimension the smallest element is; of equal ones, the first. */
#ifndef TFLQ_ARG_MIN_F32_H
#define TFLQ_ARG_MIN_F32_H

#include "tflq_arg.h"

typedef tflq_arg_params tflq_arg_min_f32_params;

TFLQ_ARG_KERNEL(tflq_arg_min_f32, float, <)

#endif
