/* REDUCE_ALL, bool: whether all elements along some of the dimensions are true. Elements are 0 or 1. */
#ifndef TFLQ_REDUCE_ALL_H
#define TFLQ_REDUCE_ALL_H

#include "tflq_reduce.h"

typedef tflq_reduce_params tflq_reduce_all_params;

static void tflq_reduce_all(const tflq_reduce_all_params *p, const uint8_t *input, uint8_t *output) {
  for (int32_t n = 0; n < p->outputs; n++) {
    const uint8_t *first = input + tflq_walk_offset(n, p->kept_rank, p->kept_extents, p->kept_strides);
    uint8_t picked = *first;
    for (int32_t row = 0; row < p->rows; row++) {
      const uint8_t *in = first + tflq_walk_offset(row, p->rank, p->extents, p->strides);
      for (int32_t i = 0; i < p->row_length; i++) {
        const uint8_t value = in[i * p->row_step];
        picked = value < picked ? value : picked;
      }
    }
    output[n] = picked;
  }
}

#endif
