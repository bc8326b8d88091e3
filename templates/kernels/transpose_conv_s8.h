/*
 * TRANSPOSE_CONV, int8: each element of the input adds its product with a window of weights to the output. Here each
 * output collects what reaches it, so that no sums need to be kept.
 */
#ifndef TFLQ_TRANSPOSE_CONV_S8_H
#define TFLQ_TRANSPOSE_CONV_S8_H

#include "tflq_accumulate.h"
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
  int32_t input_zero_point;
  /* From sums to the output's scale: one factor for each output channel (step 1), or one for all (step 0). */
  int32_t scale_step;
  const int32_t *output_multipliers;
  const int32_t *output_shifts;
  int32_t output_zero_point;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_transpose_conv_s8_params;

/* Adds what reaches one position for some output channels; `weights` are those from the first of them on. */
static inline void tflq_transpose_conv_s8_add(const tflq_transpose_conv_s8_params *p, tflq_reaching_taps rows,
                                              tflq_reaching_taps columns, const int8_t *input,
                                              const int8_t *weights, const tflq_dot_s8_rows *channels,
                                              uint32_t *sums) {
  for (int32_t i = 0; i < rows.count; i++) {
    const int8_t *in = input + (rows.input - i) * p->input_width * p->input_depth;
    const int8_t *w = weights + (rows.tap + i * p->stride_height) * p->window_width * p->input_depth;
    for (int32_t k = 0; k < columns.count; k++) {
      tflq_dot_s8(in + (columns.input - k) * p->input_depth, p->input_zero_point,
                  w + (columns.tap + k * p->stride_width) * p->input_depth, channels, p->input_depth, sums);
    }
  }
}

/* All output channels of one position. */
static inline void tflq_transpose_conv_s8_position(const tflq_transpose_conv_s8_params *p, tflq_reaching_taps rows,
                                                   tflq_reaching_taps columns, const int8_t *input,
                                                   const int8_t *weights, const int32_t *bias, int8_t *output) {
  const int32_t length = p->window_height * p->window_width * p->input_depth; /* of one channel's weights */
  for (int32_t first = 0; first < p->output_depth; first += TFLQ_DOT_S8_ROWS) {
    const tflq_dot_s8_rows channels = tflq_dot_s8_take(p->output_depth - first, length);
    uint32_t sums[TFLQ_DOT_S8_ROWS] = {0};
    tflq_transpose_conv_s8_add(p, rows, columns, input, weights + first * length, &channels, sums);
    for (int32_t i = 0; i < channels.count; i++) {
      const uint32_t sum = sums[i] + (bias ? (uint32_t)bias[first + i] : 0);
      const int32_t scale = (first + i) * p->scale_step;
      output[first + i] = tflq_output_s8(sum, p->output_multipliers[scale], p->output_shifts[scale],
                                         p->output_zero_point, p->output_min, p->output_max);
    }
  }
  TFLQ_WRITTEN();
}

static void tflq_transpose_conv_s8(const tflq_transpose_conv_s8_params *p, const int8_t *input,
                                   const int8_t *weights, const int32_t *bias, int8_t *output) {
  for (int32_t batch = 0; batch < p->batches; batch++) {
    for (int32_t y = 0; y < p->output_height; y++) {
      const tflq_reaching_taps rows =
          tflq_taps_reaching(y + p->padding_height, p->window_height, p->stride_height, p->input_height);
      for (int32_t x = 0; x < p->output_width; x++) {
        const tflq_reaching_taps columns =
            tflq_taps_reaching(x + p->padding_width, p->window_width, p->stride_width, p->input_width);
        tflq_transpose_conv_s8_position(p, rows, columns, input, weights, bias, output);
        output += p->output_depth;
      }
    }
    input += p->input_height * p->input_width * p->input_depth;
  }
  TFLQ_WRITTEN();
}

#endif
