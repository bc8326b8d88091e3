/* ARG_MIN, float32: where along one dimension the smallest element is; of equal ones, the first. */
#ifndef TFLQ_ARG_MIN_F32_H
#define TFLQ_ARG_MIN_F32_H

#include "tflq_arg.h"

typedef tflq_arg_params tflq_arg_min_f32_params;

static void tflq_arg_min_f32(const tflq_arg_min_f32_params *p, const float *input, int32_t *output) {
  for (int32_t outer = 0; outer < p->outer; outer++) {
    for (int32_t inner = 0; inner < p->inner; inner++) {
      const float *in = input + inner;
      int32_t found = 0;
      for (int32_t i = 1; i < p->length; i++) {
        if (in[i * p->inner] < in[found * p->inner]) {
          found = i;
        }
      }
      *output++ = found;
    }
    input += p->length * p->inner;
  }
}

#endif
