/*
 * AVERAGE_POOL_2D, int16: each output is the mean of a window over its channel, as far as it lies within the input,
 * halves rounded away from zero.
 */
#ifndef TFLQ_AVERAGE_POOL_2D_S16_H
#define TFLQ_AVERAGE_POOL_2D_S16_H

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
} tflq_average_pool_2d_s16_params;

/* Channels whose sums are formed side by side. */
#define TFLQ_AVERAGE_POOL_2D_S16_BLOCK 16

/* `count` channels of one position, at most TFLQ_AVERAGE_POOL_2D_S16_BLOCK; `input` is the image from them on. */
static inline void tflq_average_pool_2d_s16_block(const tflq_average_pool_2d_s16_params *p,
                                                  const tflq_window *window, const int16_t *input, int16_t *output, int32_t count) {
  int32_t sums[TFLQ_AVERAGE_POOL_2D_S16_BLOCK] = {0};
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
}

static void tflq_average_pool_2d_s16(const tflq_average_pool_2d_s16_params *p, const int16_t *input,
                                     int16_t *output) {
  tflq_window window;
  for (int32_t batch = 0; batch < p->batches; batch++) {
    for (int32_t y = 0; y < p->output_height; y++) {
      window.y = y * p->stride_height - p->padding_height;
      window.rows = tflq_taps_within(window.y, p->window_height, 1, p->input_height);
      for (int32_t x = 0; x < p->output_width; x++) {
        window.x = x * p->stride_width - p->padding_width;
        window.columns = tflq_taps_within(window.x, p->window_width, 1, p->input_width);
        for (int32_t i = 0; i < p->depth; i += TFLQ_AVERAGE_POOL_2D_S16_BLOCK) {
          const int32_t left = p->depth - i;
          const int32_t count = left < TFLQ_AVERAGE_POOL_2D_S16_BLOCK ? left : TFLQ_AVERAGE_POOL_2D_S16_BLOCK;
          tflq_average_pool_2d_s16_block(p, &window, input + i, output + i, count);
        }
        output += p->depth;
      }
    }
    input += p->input_height * p->input_width * p->depth;
  }
}

#endif
