/* What pooling has for its parameters, whichever it is. */
#ifndef TFLQ_POOL_H
#define TFLQ_POOL_H

#include "tflq_kernel.h"
#include "tflq_window.h"

typedef struct {
  TFLQ_WINDOW_WALK
  int32_t depth;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_pool_params;

/* Channels that are pooled side by side. */
#define TFLQ_POOL_BLOCK 16

/*
 * Defines the kernel for elements of one type. `block` pools up to TFLQ_POOL_BLOCK channels of one position:
 *
 *     void block(const tflq_pool_params *p, const tflq_window *window, const type *input, type *output, int32_t count)
 *
 * `input` is the image from the first of them on.
 */
#define TFLQ_POOL_KERNEL(name, block, type)                                                            \
  static void name(const tflq_pool_params *p, const type *input, type *output) {                       \
    tflq_window window;                                                                                \
    for (int32_t batch = 0; batch < p->batches; batch++) {                                             \
      for (int32_t y = 0; y < p->output_height; y++) {                                                 \
        window.y = y * p->stride_height - p->padding_height;                                           \
        window.rows = tflq_taps_within(window.y, p->window_height, 1, p->input_height);                \
        for (int32_t x = 0; x < p->output_width; x++) {                                                \
          window.x = x * p->stride_width - p->padding_width;                                           \
          window.columns = tflq_taps_within(window.x, p->window_width, 1, p->input_width);             \
          for (int32_t i = 0; i < p->depth; i += TFLQ_POOL_BLOCK) {                                    \
            const int32_t left = p->depth - i;                                                         \
            block(p, &window, input + i, output + i, left < TFLQ_POOL_BLOCK ? left : TFLQ_POOL_BLOCK); \
          }                                                                                            \
          output += p->depth;                                                                          \
        }                                                                                              \
      }                                                                                                \
      input += p->input_height * p->input_width * p->depth;                                            \
    }                                                                                                  \
    TFLQ_WRITTEN();                                                                                    \
  }

#endif
