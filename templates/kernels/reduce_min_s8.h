/* REDUCE_MIN, int8: the smallest element along some of the dimensions. */
#ifndef TFLQ_REDUCE_MIN_S8_H
#define TFLQ_REDUCE_MIN_S8_H

#include "tflq_reduce.h"

typedef tflq_reduce_params tflq_reduce_min_s8_params;

static void tflq_reduce_min_s8(const tflq_reduce_min_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t n = 0; n < p->outputs; n++) {
    const int8_t *first = input + tflq_walk_offset(n, p->kept_rank, p->kept_extents, p->kept_strides);
    int8_t picked = *first;
    for (int32_t row = 0; row < p->rows; row++) {
      const int8_t *in = first + tflq_walk_offset(row, p->rank, p->extents, p->strides);
      for (int32_t i = 0; i < p->row_length; i++) {
        const int8_t value = in[i * p->row_step];
        picked = value < picked ? value : picked;
      }
    }
    output[n] = picked;
  }
}

#endif
