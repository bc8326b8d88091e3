/*
 * CONV_2D, int16 with int8 weights: each output is the weighted sum of a window of the input, over all channels or
 * those of its group.
 *
 * What lies beyond the input's edges stands for zeros and adds nothing.
 */
#ifndef TFLQ_CONV_2D_S16_H
#define TFLQ_CONV_2D_S16_H

#include "tflq_accumulate_s16.h"
#include "tflq_window.h"

typedef struct {
  TFLQ_WINDOW_WALK
  int32_t dilation_height;
  int32_t dilation_width;
  int32_t input_depth;
  int32_t groups;
  int32_t group_inputs;  /* input channels of one group */
  int32_t group_outputs; /* output channels of one group */
  /* 1 where the taps of a window's row lie one after the other in the input as they do in the weights. */
  int32_t dense;
  int32_t accumulator_bits; /* of sums and biases: 64 or 32 */
  /* From sums to the output's scale: one factor for each output channel (step 1), or one for all (step 0). */
  int32_t scale_step;
  const int32_t *output_multipliers;
  const int32_t *output_shifts;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_conv_2d_s16_params;

/* A window's weighted sum. `input` is the image from the group's channels on, `weights` are one output channel's. */
static inline int64_t tflq_conv_2d_s16_sum(const tflq_conv_2d_s16_params *p, const tflq_window *window,
                                           const int16_t *input, const int8_t *weights) {
  const tflq_taps columns = window->columns;
  const int32_t run = p->dense ? columns.end - columns.begin : 1; /* taps to be taken together */
  int64_t sum = 0;
  for (int32_t row = window->rows.begin; row < window->rows.end; row++) {
    const int16_t *in = input + (window->y + row * p->dilation_height) * p->input_width * p->input_depth;
    const int8_t *w = weights + row * p->window_width * p->group_inputs;
    for (int32_t column = columns.begin; column < columns.end; column += run) {
      sum += tflq_dot_s16(in + (window->x + column * p->dilation_width) * p->input_depth,
                          w + column * p->group_inputs, run * p->group_inputs);
    }
  }
  return sum;
}

/* All output channels of one position. */
static inline void tflq_conv_2d_s16_position(const tflq_conv_2d_s16_params *p, const tflq_window *window,
                                             const int16_t *input, const int8_t *weights, const void *bias,
                                             int16_t *output) {
  const int32_t length = p->window_height * p->window_width * p->group_inputs; /* of one channel's weights */
  for (int32_t channel = 0; channel < p->groups * p->group_outputs; channel++) {
    const int16_t *in = input + channel / p->group_outputs * p->group_inputs;
    const int64_t sum = tflq_conv_2d_s16_sum(p, window, in, weights + channel * length) +
                        tflq_bias_s16(bias, p->accumulator_bits, channel);
    const int32_t scale = channel * p->scale_step;
    output[channel] = tflq_output_s16_of(p->accumulator_bits, sum, p->output_multipliers[scale],
                                         p->output_shifts[scale], p->output_min, p->output_max);
  }
  TFLQ_WRITTEN();
}

static void tflq_conv_2d_s16(const tflq_conv_2d_s16_params *p, const int16_t *input, const int8_t *weights,
                             const void *bias, int16_t *output) {
  tflq_window window;
  for (int32_t batch = 0; batch < p->batches; batch++) {
    for (int32_t y = 0; y < p->output_height; y++) {
      window.y = y * p->stride_height - p->padding_height;
      window.rows = tflq_taps_within(window.y, p->window_height, p->dilation_height, p->input_height);
      for (int32_t x = 0; x < p->output_width; x++) {
        window.x = x * p->stride_width - p->padding_width;
        window.columns = tflq_taps_within(window.x, p->window_width, p->dilation_width, p->input_width);
        tflq_conv_2d_s16_position(p, &window, input, weights, bias, output);
        output += p->groups * p->group_outputs;
      }
    }
    input += p->input_height * p->input_width * p->input_depth;
  }
  TFLQ_WRITTEN();
}

#endif
