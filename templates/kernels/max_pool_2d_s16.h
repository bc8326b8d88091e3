/* MAX_POOL_2D, int16: each output is the largest element of a window over its channel, as far as it lies within the
 * input. */
#ifndef TFLQ_MAX_POOL_2D_S16_H
#define TFLQ_MAX_POOL_2D_S16_H

#include "tflq_kernel.h"
#include "tflq_window.h"

typedef struct {
  int32_t batches;
  /* Shapes; padding is what lies above and to the left of the input. */
  int32_t input_height;
  int32_t input_width;
  int32_t output_height;
  int32_t output_width;
  int32_t window_height;
  int32_t window_width;
  int32_t stride_height;
  int32_t stride_width;
  int32_t padding_height;
  int32_t padding_width;
  int32_t depth;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_max_pool_2d_s16_params;

/* All channels of one position. */
static inline void tflq_max_pool_2d_s16_position(const tflq_max_pool_2d_s16_params *p, const tflq_window *window,
                                                const int16_t *input, int16_t *output) {
  for (int32_t i = 0; i < p->depth; i++) {
    output[i] = (int16_t)p->output_min;
  }
  for (int32_t row = window->rows.begin; row < window->rows.end; row++) {
    for (int32_t column = window->columns.begin; column < window->columns.end; column++) {
      const int16_t *in = input + ((window->y + row) * p->input_width + window->x + column) * p->depth;
      for (int32_t i = 0; i < p->depth; i++) {
        output[i] = in[i] > output[i] ? in[i] : output[i];
      }
    }
  }
  for (int32_t i = 0; i < p->depth; i++) {
    output[i] = (int16_t)(output[i] < p->output_max ? output[i] : p->output_max);
  }
}

static void tflq_max_pool_2d_s16(const tflq_max_pool_2d_s16_params *p, const int16_t *input, int16_t *output) {
  tflq_window window;
  for (int32_t batch = 0; batch < p->batches; batch++) {
    for (int32_t y = 0; y < p->output_height; y++) {
      window.y = y * p->stride_height - p->padding_height;
      window.rows = tflq_taps_within(window.y, p->window_height, 1, p->input_height);
      for (int32_t x = 0; x < p->output_width; x++) {
        window.x = x * p->stride_width - p->padding_width;
        window.columns = tflq_taps_within(window.x, p->window_width, 1, p->input_width);
        tflq_max_pool_2d_s16_position(p, &window, input, output);
        output += p->depth;
      }
    }
    input += p->input_height * p->input_width * p->depth;
  }
}

#endif
