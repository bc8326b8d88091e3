/*
 * CONV_2D, int8: each output is the weighted sum of a window of the input, over all channels or those of its group.
 *
 * What lies beyond the input's edges stands for real zeros and adds nothing.
 */
#ifndef TFLQ_CONV_2D_S8_H
#define TFLQ_CONV_2D_S8_H

#include "tflq_accumulate.h"
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
  int32_t input_zero_point;
  /* From sums to the output's scale: one factor for each output channel (step 1), or one for all (step 0). */
  int32_t scale_step;
  const int32_t *output_multipliers;
  const int32_t *output_shifts;
  int32_t output_zero_point;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_conv_2d_s8_params;

/* Adds a window's weighted sums for some output channels. `input` is the image from their group's channels on. */
static inline void tflq_conv_2d_s8_add(const tflq_conv_2d_s8_params *p, const tflq_window *window,
                                       const int8_t *input, const int8_t *weights, const tflq_dot_s8_rows *channels,
                                       uint32_t *sums) {
  const tflq_taps columns = window->columns;
  const int32_t run = p->dense ? columns.end - columns.begin : 1; /* taps to be taken together */
  for (int32_t row = window->rows.begin; row < window->rows.end; row++) {
    const int8_t *in = input + (window->y + row * p->dilation_height) * p->input_width * p->input_depth;
    const int8_t *w = weights + row * p->window_width * p->group_inputs;
    for (int32_t column = columns.begin; column < columns.end; column += run) {
      tflq_dot_s8(in + (window->x + column * p->dilation_width) * p->input_depth, p->input_zero_point,
                  w + column * p->group_inputs, channels, run * p->group_inputs, sums);
    }
  }
}

/* The output channels of one group at one position, the first of them being `first`. */
static inline void tflq_conv_2d_s8_group(const tflq_conv_2d_s8_params *p, const tflq_window *window,
                                         const int8_t *input, const int8_t *weights, const int32_t *bias,
                                         int8_t *output, int32_t first) {
  const int32_t length = p->window_height * p->window_width * p->group_inputs; /* of one channel's weights */
  const int32_t end = first + p->group_outputs;
  for (int32_t channel = first; channel < end; channel += TFLQ_DOT_S8_ROWS) {
    const tflq_dot_s8_rows channels = tflq_dot_s8_take(end - channel, length);
    uint32_t sums[TFLQ_DOT_S8_ROWS] = {0};
    tflq_conv_2d_s8_add(p, window, input, weights + channel * length, &channels, sums);
    for (int32_t i = 0; i < channels.count; i++) {
      const uint32_t sum = sums[i] + (bias ? (uint32_t)bias[channel + i] : 0);
      const int32_t scale = (channel + i) * p->scale_step;
      output[channel + i] = tflq_output_s8(sum, p->output_multipliers[scale], p->output_shifts[scale],
                                           p->output_zero_point, p->output_min, p->output_max);
    }
  }
  TFLQ_WRITTEN();
}

static void tflq_conv_2d_s8(const tflq_conv_2d_s8_params *p, const int8_t *input, const int8_t *weights,
                            const int32_t *bias, int8_t *output) {
  tflq_window window;
  for (int32_t batch = 0; batch < p->batches; batch++) {
    for (int32_t y = 0; y < p->output_height; y++) {
      window.y = y * p->stride_height - p->padding_height;
      window.rows = tflq_taps_within(window.y, p->window_height, p->dilation_height, p->input_height);
      for (int32_t x = 0; x < p->output_width; x++) {
        window.x = x * p->stride_width - p->padding_width;
        window.columns = tflq_taps_within(window.x, p->window_width, p->dilation_width, p->input_width);
        for (int32_t group = 0; group < p->groups; group++) {
          tflq_conv_2d_s8_group(p, &window, input + group * p->group_inputs, weights, bias, output,
                                group * p->group_outputs);
        }
        output += p->groups * p->group_outputs;
      }
    }
    input += p->input_height * p->input_width * p->input_depth;
  }
  TFLQ_WRITTEN();
}

#endif
