/* What the kernels of TRANSPOSE_CONV share: their parameters, and which taps reach an element of the output. */
#ifndef TFLQ_TRANSPOSE_CONV_H
#define TFLQ_TRANSPOSE_CONV_H

#include <stdint.h>

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
} tflq_transpose_conv_params;

/*
 * The taps by which elements of the input reach one element of the output, along one dimension: tap `tap` that of
 * element `input`, then every `stride`th tap those of the elements before it, `count` in all.
 */
typedef struct {
  int32_t tap;
  int32_t input;
  int32_t count;
} tflq_reaching_taps;

/* `position` is the output's element, counted from where the first element of the input has its first tap. */
static inline tflq_reaching_taps tflq_taps_reaching(int32_t position, int32_t taps, int32_t stride, int32_t inputs) {
  tflq_reaching_taps reaching = {position % stride, position / stride, 0};
  if (reaching.input >= inputs) {
    const int32_t beyond = reaching.input - (inputs - 1);
    reaching.tap += beyond * stride;
    reaching.input -= beyond;
  }
  if (reaching.tap < taps) {
    const int32_t fitting = (taps - 1 - reaching.tap) / stride + 1;
    reaching.count = fitting <= reaching.input ? fitting : reaching.input + 1;
  }
  return reaching;
}

#endif
