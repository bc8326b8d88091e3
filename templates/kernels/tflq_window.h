/* Windows that slide over a tensor and may reach beyond its edges. */
#ifndef TFLQ_WINDOW_H
#define TFLQ_WINDOW_H

#include <stdint.h>

/*
 * The fields that the parameters of kernels with a window begin with: shapes, and how the window moves. Padding is what
 * lies above and to the left of the input.
 */
#define TFLQ_WINDOW_WALK  \
  int32_t batches;        \
  int32_t input_height;   \
  int32_t input_width;    \
  int32_t output_height;  \
  int32_t output_width;   \
  int32_t window_height;  \
  int32_t window_width;   \
  int32_t stride_height;  \
  int32_t stride_width;   \
  int32_t padding_height; \
  int32_t padding_width;

/* The taps of a window that lie within the input along one dimension: begin to end - 1, none where end ≤ begin. */
typedef struct {
  int32_t begin;
  int32_t end;
} tflq_taps;

/* Tap k of `taps` lies at origin + k × dilation, and within the input where that is in [0, input). */
static inline tflq_taps tflq_taps_within(int32_t origin, int32_t taps, int32_t dilation, int32_t input) {
  tflq_taps within = {0, 0};
  if (origin < 0) {
    within.begin = (-origin - 1) / dilation + 1;
  }
  if (origin < input) {
    const int32_t fitting = (input - 1 - origin) / dilation + 1;
    within.end = fitting < taps ? fitting : taps;
  }
  return within;
}

/* A window over one position: where its first tap lies, and which of its taps lie within the input. */
typedef struct {
  int32_t y;
  int32_t x;
  tflq_taps rows;
  tflq_taps columns;
} tflq_window;

#endif
