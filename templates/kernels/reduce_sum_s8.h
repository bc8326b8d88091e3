/* MEAN and SUM, int8: the mean or the sum over some of the dimensions. */
#ifndef TFLQ_REDUCE_SUM_S8_H
#define TFLQ_REDUCE_SUM_S8_H

#include "tflq_reduce_sum.h"

typedef tflq_reduce_sum_params tflq_reduce_sum_s8_params;

static void tflq_reduce_sum_s8(const tflq_reduce_sum_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t n = 0; n < p->outputs; n++) {
    const int8_t *first = input + tflq_walk_offset(n, p->kept_rank, p->kept_extents, p->kept_strides);
    uint32_t sum = 0;
    for (int32_t row = 0; row < p->rows; row++) {
      const int8_t *in = first + tflq_walk_offset(row, p->rank, p->extents, p->strides);
      for (int32_t i = 0; i < p->row_length; i++) {
        const int32_t value = in[i * p->row_step];
        sum += (uint32_t)value;
      }
    }
    output[n] = (int8_t)tflq_reduce_sum_output(p, sum, INT8_MIN, INT8_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
