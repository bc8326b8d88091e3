/* What the kernels of TRANSPOSE_CONV share: which taps of a window reach an element of the output. */
#ifndef TFLQ_TRANSPOSE_CONV_H
#define TFLQ_TRANSPOSE_CONV_H

#include <stdint.h>

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
