/*
 * DEPTHWISE_CONV_2D, int8: each output channel is the weighted sum of a window over one channel of the input;
 * `multiplier` output channels one after the other belong to the same input channel.
 *
 * What lies beyond the input's edges stands for real zeros and adds nothing.
 */
#ifndef TFLQ_DEPTHWISE_CONV_2D_S8_H
#define TFLQ_DEPTHWISE_CONV_2D_S8_H

#include "tflq_accumulate.h"
#include "tflq_window.h"

typedef struct {
  TFLQ_WINDOW_WALK
  int32_t dilation_height;
  int32_t dilation_width;
  int32_t input_depth;
  int32_t depth_multiplier;
  int32_t input_zero_point;
  /* From sums to the output's scale: one factor for each output channel (step 1), or one for all (step 0). */
  int32_t scale_step;
  const int32_t *output_multipliers;
  const int32_t *output_shifts;
  int32_t output_zero_point;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_depthwise_conv_2d_s8_params;

/* Channels whose sums are formed side by side. */
#define TFLQ_DEPTHWISE_CONV_2D_S8_BLOCK 32

/* Adds a window's weighted sums for `count` output channels, the first of them being `first`. */
static inline void tflq_depthwise_conv_2d_s8_add(const tflq_depthwise_conv_2d_s8_params *p,
                                                 const tflq_window *window, const int8_t *input,
                                                 const int8_t *weights, int32_t first, int32_t count,
                                                 uint32_t *sums) {
  const int32_t outputs = p->input_depth * p->depth_multiplier;
  for (int32_t row = window->rows.begin; row < window->rows.end; row++) {
    for (int32_t column = window->columns.begin; column < window->columns.end; column++) {
      const int32_t y = window->y + row * p->dilation_height;
      const int32_t x = window->x + column * p->dilation_width;
      const int8_t *in = input + (y * p->input_width + x) * p->input_depth;
      const int8_t *w = weights + (row * p->window_width + column) * outputs + first;
      if (p->depth_multiplier == 1) {
        tflq_add_products_s8(in + first, p->input_zero_point, w, count, sums);
      } else {
        tflq_add_multiples_s8(in[first / p->depth_multiplier] - p->input_zero_point, w, count, sums);
      }
    }
  }
}

/* `count` output channels of one position; they have one input channel each, or all the same one. */
static inline void tflq_depthwise_conv_2d_s8_block(const tflq_depthwise_conv_2d_s8_params *p,
                                                   const tflq_window *window, const int8_t *input,
                                                   const int8_t *weights, const int32_t *bias, int8_t *output,
                                                   int32_t first, int32_t count) {
  uint32_t sums[TFLQ_DEPTHWISE_CONV_2D_S8_BLOCK];
  for (int32_t i = 0; i < count; i++) {
    sums[i] = bias ? (uint32_t)bias[first + i] : 0;
  }
  tflq_depthwise_conv_2d_s8_add(p, window, input, weights, first, count, sums);
  for (int32_t i = 0; i < count; i++) {
    const int32_t scale = (first + i) * p->scale_step;
    output[first + i] = tflq_output_s8(sums[i], p->output_multipliers[scale], p->output_shifts[scale],
                                       p->output_zero_point, p->output_min, p->output_max);
  }
  TFLQ_WRITTEN();
}

/* All output channels of one position, block by block. */
static inline void tflq_depthwise_conv_2d_s8_position(const tflq_depthwise_conv_2d_s8_params *p,
                                                      const tflq_window *window, const int8_t *input,
                                                      const int8_t *weights, const int32_t *bias, int8_t *output) {
  const int32_t outputs = p->input_depth * p->depth_multiplier;
  const int32_t stretch = p->depth_multiplier == 1 ? outputs : p->depth_multiplier;
  for (int32_t start = 0; start < outputs; start += stretch) {
    for (int32_t i = 0; i < stretch; i += TFLQ_DEPTHWISE_CONV_2D_S8_BLOCK) {
      const int32_t left = stretch - i;
      const int32_t count = left < TFLQ_DEPTHWISE_CONV_2D_S8_BLOCK ? left : TFLQ_DEPTHWISE_CONV_2D_S8_BLOCK;
      tflq_depthwise_conv_2d_s8_block(p, window, input, weights, bias, output, start + i, count);
    }
  }
  TFLQ_WRITTEN();
}

static void tflq_depthwise_conv_2d_s8(const tflq_depthwise_conv_2d_s8_params *p, const int8_t *input,
                                      const int8_t *weights, const int32_t *bias, int8_t *output) {
  tflq_window window;
  for (int32_t batch = 0; batch < p->batches; batch++) {
    for (int32_t y = 0; y < p->output_height; y++) {
      window.y = y * p->stride_height - p->padding_height;
      window.rows = tflq_taps_within(window.y, p->window_height, p->dilation_height, p->input_height);
      for (int32_t x = 0; x < p->output_width; x++) {
        window.x = x * p->stride_width - p->padding_width;
        window.columns = tflq_taps_within(window.x, p->window_width, p->dilation_width, p->input_width);
        tflq_depthwise_conv_2d_s8_position(p, &window, input, weights, bias, output);
        output += p->input_depth * p->depth_multiplier;
      }
    }
    input += p->input_height * p->input_width * p->input_depth;
  }
  TFLQ_WRITTEN();
}

#endif
