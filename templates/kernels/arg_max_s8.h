/* ARG_MAX, int8: where along one dimension the largest element is; of equal ones, the first. */
#ifndef TFLQ_ARG_MAX_S8_H
#define TFLQ_ARG_MAX_S8_H

#include "tflq_arg.h"

typedef tflq_arg_params tflq_arg_max_s8_params;

static void tflq_arg_max_s8(const tflq_arg_max_s8_params *p, const int8_t *input, int32_t *output) {
  for (int32_t outer = 0; outer < p->outer; outer++) {
    for (int32_t inner = 0; inner < p->inner; inner++) {
      const int8_t *in = input + inner;
      int32_t found = 0;
      for (int32_t i = 1; i < p->length; i++) {
        if (in[i * p->inner] > in[found * p->inner]) {
          found = i;
        }
      }
      *output++ = found;
    }
    input += p->length * p->inner;
  }
}

#endif
