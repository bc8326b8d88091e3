/*
 * AVERAGE_POOL_2D, int16: each output is the mean of a window over its channel, as far as it lies within the input,
 * halves rounded away from zero.
 */
#ifndef TFLQ_AVERAGE_POOL_2D_S16_H
#define TFLQ_AVERAGE_POOL_2D_S16_H

#include "tflq_pool.h"

typedef tflq_pool_params tflq_average_pool_2d_s16_params;

static inline void tflq_average_pool_2d_s16_block(const tflq_pool_params *p, const tflq_window *window,
                                                  const int16_t *input, int16_t *output, int32_t count) {
  int32_t sums[TFLQ_POOL_BLOCK] = {0};
  for (int32_t row = window->rows.begin; row < window->rows.end; row++) {
    for (int32_t column = window->columns.begin; column < window->columns.end; column++) {
      const int16_t *in = input + ((window->y + row) * p->input_width + window->x + column) * p->depth;
      for (int32_t i = 0; i < count; i++) {
        sums[i] += in[i];
      }
    }
  }
  const int32_t taps = (window->rows.end - window->rows.begin) * (window->columns.end - window->columns.begin);
  for (int32_t i = 0; i < count; i++) {
    const int32_t mean = (sums[i] + (sums[i] > 0 ? taps / 2 : -(taps / 2))) / taps;
    output[i] = (int16_t)tflq_clamp(mean, p->output_min, p->output_max);
  }
  TFLQ_WRITTEN();
}

TFLQ_POOL_KERNEL(tflq_average_pool_2d_s16, tflq_average_pool_2d_s16_block, int16_t)

#endif
