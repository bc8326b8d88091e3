/* MEAN and SUM, int16: the mean or the sum over some of the dimensions. */
#ifndef TFLQ_REDUCE_SUM_S16_H
#define TFLQ_REDUCE_SUM_S16_H

#include "tflq_reduce_sum.h"

typedef tflq_reduce_sum_params tflq_reduce_sum_s16_params;

static void tflq_reduce_sum_s16(const tflq_reduce_sum_s16_params *p, const int16_t *input, int16_t *output) {
  for (int32_t n = 0; n < p->outputs; n++) {
    const int16_t *first = input + tflq_walk_offset(n, p->kept_rank, p->kept_extents, p->kept_strides);
    uint32_t sum = 0;
    for (int32_t row = 0; row < p->rows; row++) {
      const int16_t *in = first + tflq_walk_offset(row, p->rank, p->extents, p->strides);
      for (int32_t i = 0; i < p->row_length; i++) {
        const int32_t value = in[i * p->row_step];
        sum += (uint32_t)value;
      }
    }
    output[n] = (int16_t)tflq_reduce_sum_output(p, sum, INT16_MIN, INT16_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
