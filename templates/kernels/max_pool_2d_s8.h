/* MAX_POOL_2D, int8: each output is the largest element of a window over its channel, as far as it lies within the
 * input. */
#ifndef TFLQ_MAX_POOL_2D_S8_H
#define TFLQ_MAX_POOL_2D_S8_H

#include "tflq_pool.h"

typedef tflq_pool_params tflq_max_pool_2d_s8_params;

static inline void tflq_max_pool_2d_s8_block(const tflq_pool_params *p, const tflq_window *window,
                                             const int8_t *input, int8_t *output, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    output[i] = (int8_t)p->output_min;
  }
  for (int32_t row = window->rows.begin; row < window->rows.end; row++) {
    for (int32_t column = window->columns.begin; column < window->columns.end; column++) {
      const int8_t *in = input + ((window->y + row) * p->input_width + window->x + column) * p->depth;
      for (int32_t i = 0; i < count; i++) {
        output[i] = in[i] > output[i] ? in[i] : output[i];
      }
    }
  }
  for (int32_t i = 0; i < count; i++) {
    output[i] = (int8_t)(output[i] < p->output_max ? output[i] : p->output_max);
  }
  TFLQ_WRITTEN();
}

TFLQ_POOL_KERNEL(tflq_max_pool_2d_s8, tflq_max_pool_2d_s8_block, int8_t)

#endif
