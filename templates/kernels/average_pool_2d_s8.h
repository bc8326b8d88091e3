/*
 * AVERAGE_POOL_2D, int8: each output is the mean of a window over its channel, as far as it lies within the input,
 * halves rounded away from zero.
 */
#ifndef TFLQ_AVERAGE_POOL_2D_S8_H
#define TFLQ_AVERAGE_POOL_2D_S8_H

#include "tflq_pool.h"

typedef tflq_pool_params tflq_average_pool_2d_s8_params;

static inline void tflq_average_pool_2d_s8_block(const tflq_pool_params *p, const tflq_window *window,
                                                 const int8_t *input, int8_t *output, int32_t count) {
  int32_t sums[TFLQ_POOL_BLOCK] = {0};
  for (int32_t row = window->rows.begin; row < window->rows.end; row++) {
    for (int32_t column = window->columns.begin; column < window->columns.end; column++) {
      const int8_t *in = input + ((window->y + row) * p->input_width + window->x + column) * p->depth;
      for (int32_t i = 0; i < count; i++) {
        sums[i] += in[i];
      }
    }
  }
  const int32_t taps = (window->rows.end - window->rows.begin) * (window->columns.end - window->columns.begin);
  for (int32_t i = 0; i < count; i++) {
    const int32_t mean = (sums[i] + (sums[i] > 0 ? taps / 2 : -(taps / 2))) / taps;
    output[i] = (int8_t)tflq_clamp(mean, p->output_min, p->output_max);
  }
  TFLQ_WRITTEN();
}

TFLQ_POOL_KERNEL(tflq_average_pool_2d_s8, tflq_average_pool_2d_s8_block, int8_t)

#endif
