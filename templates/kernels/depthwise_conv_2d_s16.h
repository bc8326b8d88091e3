/*
 * DEPTHWISE_CONV_2D, int16 with int8 weights: each output channel is the weighted sum of a window over one channel of
 * the input; `depth_multiplier` output channels one after the other belong to the same input channel.
 *
 * What lies beyond the input's edges stands for zeros and adds nothing.
 */
#ifndef TFLQ_DEPTHWISE_CONV_2D_S16_H
#define TFLQ_DEPTHWISE_CONV_2D_S16_H

#include "tflq_accumulate_s16.h"
#include "tflq_window.h"

typedef struct {
  TFLQ_WINDOW_WALK
  int32_t dilation_height;
  int32_t dilation_width;
  int32_t input_depth;
  int32_t depth_multiplier;
  /* From sums to the output's scale: one factor for each output channel (step 1), or one for all (step 0). */
  int32_t scale_step;
  const int32_t *output_multipliers;
  const int32_t *output_shifts;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_depthwise_conv_2d_s16_params;

/* A window's weighted sum. `input` is the image from its channel on, `weights` are those from the output channel on. */
static inline int64_t tflq_depthwise_conv_2d_s16_sum(const tflq_depthwise_conv_2d_s16_params *p,
                                                     const tflq_window *window, const int16_t *input,
                                                     const int8_t *weights) {
  const int32_t outputs = p->input_depth * p->depth_multiplier;
  int64_t sum = 0;
  for (int32_t row = window->rows.begin; row < window->rows.end; row++) {
    for (int32_t column = window->columns.begin; column < window->columns.end; column++) {
      const int32_t y = window->y + row * p->dilation_height;
      const int32_t x = window->x + column * p->dilation_width;
      sum += input[(y * p->input_width + x) * p->input_depth] * weights[(row * p->window_width + column) * outputs];
    }
  }
  return sum;
}

/* All output channels of one position. */
static inline void tflq_depthwise_conv_2d_s16_position(const tflq_depthwise_conv_2d_s16_params *p,
                                                       const tflq_window *window, const int16_t *input,
                                                       const int8_t *weights, const int64_t *bias,
                                                       int16_t *output) {
  for (int32_t channel = 0; channel < p->input_depth * p->depth_multiplier; channel++) {
    const int16_t *in = input + channel / p->depth_multiplier;
    const int64_t sum =
        tflq_depthwise_conv_2d_s16_sum(p, window, in, weights + channel) + (bias ? bias[channel] : 0);
    const int32_t scale = channel * p->scale_step;
    output[channel] = tflq_output_s16(sum, p->output_multipliers[scale], p->output_shifts[scale], p->output_min,
                                      p->output_max);
  }
  TFLQ_WRITTEN();
}

static void tflq_depthwise_conv_2d_s16(const tflq_depthwise_conv_2d_s16_params *p, const int16_t *input,
                                       const int8_t *weights, const int64_t *bias, int16_t *output) {
  tflq_window window;
  for (int32_t batch = 0; batch < p->batches; batch++) {
    for (int32_t y = 0; y < p->output_height; y++) {
      window.y = y * p->stride_height - p->padding_height;
      window.rows = tflq_taps_within(window.y, p->window_height, p->dilation_height, p->input_height);
      for (int32_t x = 0; x < p->output_width; x++) {
        window.x = x * p->stride_width - p->padding_width;
        window.columns = tflq_taps_within(window.x, p->window_width, p->dilation_width, p->input_width);
        tflq_depthwise_conv_2d_s16_position(p, &window, input, weights, bias, output);
        output += p->input_depth * p->depth_multiplier;
      }
    }
    input += p->input_height * p->input_width * p->input_depth;
  }
  TFLQ_WRITTEN();
}

#endif
