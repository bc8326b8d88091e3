/* MAX_POOL_2D, int16: each output is the largest element of a window over its channel, as far as it lies within the
 * input. */
#ifndef TFLQ_MAX_POOL_2D_S16_H
#define TFLQ_MAX_POOL_2D_S16_H

#include "tflq_pool.h"

typedef tflq_pool_params tflq_max_pool_2d_s16_params;

static inline void tflq_max_pool_2d_s16_block(const tflq_pool_params *p, const tflq_window *window,
                                              const int16_t *input, int16_t *output, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    output[i] = (int16_t)p->output_min;
  }
  for (int32_t row = window->rows.begin; row < window->rows.end; row++) {
    for (int32_t column = window->columns.begin; column < window->columns.end; column++) {
      const int16_t *in = input + ((window->y + row) * p->input_width + window->x + column) * p->depth;
      for (int32_t i = 0; i < count; i++) {
        output[i] = in[i] > output[i] ? in[i] : output[i];
      }
    }
  }
  for (int32_t i = 0; i < count; i++) {
    output[i] = (int16_t)(output[i] < p->output_max ? output[i] : p->output_max);
  }
  TFLQ_WRITTEN();
}

TFLQ_POOL_KERNEL(tflq_max_pool_2d_s16, tflq_max_pool_2d_s16_block, int16_t)

#endif
