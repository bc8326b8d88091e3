/*
 * TRANSPOSE_CONV, int16 with int8 weights: each element of the input adds its product with a window of weights to the
 * output. Here each output collects what reaches it, so that no sums need to be kept.
 */
#ifndef TFLQ_TRANSPOSE_CONV_S16_H
#define TFLQ_TRANSPOSE_CONV_S16_H

#include "tflq_accumulate_s16.h"
#include "tflq_transpose_conv.h"

typedef struct {
  int32_t batches;
  /* Shapes; padding is what is cut off above and to the left of the output. */
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
  int32_t input_depth;
  int32_t output_depth;
  /* From sums to the output's scale: one factor for each output channel (step 1), or one for all (step 0). */
  int32_t scale_step;
  const int32_t *output_multipliers;
  const int32_t *output_shifts;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_transpose_conv_s16_params;

/* What reaches one position; `weights` are one output channel's. */
static inline int64_t tflq_transpose_conv_s16_sum(const tflq_transpose_conv_s16_params *p, tflq_reaching_taps rows,
                                                  tflq_reaching_taps columns, const int16_t *input,
                                                  const int8_t *weights) {
  int64_t sum = 0;
  for (int32_t i = 0; i < rows.count; i++) {
    const int16_t *in = input + (rows.input - i) * p->input_width * p->input_depth;
    const int8_t *w = weights + (rows.tap + i * p->stride_height) * p->window_width * p->input_depth;
    for (int32_t k = 0; k < columns.count; k++) {
      sum += tflq_dot_s16(in + (columns.input - k) * p->input_depth,
                          w + (columns.tap + k * p->stride_width) * p->input_depth, p->input_depth);
    }
  }
  return sum;
}

/* All output channels of one position. */
static inline void tflq_transpose_conv_s16_position(const tflq_transpose_conv_s16_params *p, tflq_reaching_taps rows,
                                                    tflq_reaching_taps columns, const int16_t *input,
                                                    const int8_t *weights, const int64_t *bias, int16_t *output) {
  const int32_t length = p->window_height * p->window_width * p->input_depth; /* of one channel's weights */
  for (int32_t channel = 0; channel < p->output_depth; channel++) {
    const int64_t sum = tflq_transpose_conv_s16_sum(p, rows, columns, input, weights + channel * length) +
                        (bias ? bias[channel] : 0);
    const int32_t scale = channel * p->scale_step;
    output[channel] = tflq_output_s16(sum, p->output_multipliers[scale], p->output_shifts[scale], p->output_min,
                                      p->output_max);
  }
  TFLQ_WRITTEN();
}

static void tflq_transpose_conv_s16(const tflq_transpose_conv_s16_params *p, const int16_t *input,
                                    const int8_t *weights, const int64_t *bias, int16_t *output) {
  for (int32_t batch = 0; batch < p->batches; batch++) {
    for (int32_t y = 0; y < p->output_height; y++) {
      const tflq_reaching_taps rows =
          tflq_taps_reaching(y + p->padding_height, p->window_height, p->stride_height, p->input_height);
      for (int32_t x = 0; x < p->output_width; x++) {
        const tflq_reaching_taps columns =
            tflq_taps_reaching(x + p->padding_width, p->window_width, p->stride_width, p->input_width);
        tflq_transpose_conv_s16_position(p, rows, columns, input, weights, bias, output);
        output += p->output_depth;
      }
    }
    input += p->input_height * p->input_width * p->input_depth;
  }
  TFLQ_WRITTEN();
}

#endif
