/* SIGNAL_WINDOW: each frame times the window, made smaller by a shift and held within int16. */
#ifndef TFLQ_SIGNAL_WINDOW_S16_H
#define TFLQ_SIGNAL_WINDOW_S16_H

#include "tflq_kernel.h"

typedef struct {
  int32_t frames;
  int32_t size; /* of a frame, and of the window */
  int32_t shift;
} tflq_signal_window_s16_params;

static void tflq_signal_window_s16(const tflq_signal_window_s16_params *p, const int16_t *input,
                                   const int16_t *window, int16_t *output) {
  for (int32_t frame = 0; frame < p->frames; frame++) {
    const int16_t *from = input + frame * p->size;
    int16_t *to = output + frame * p->size;
    for (int32_t i = 0; i < p->size; i++) {
      const int32_t product = (int32_t)from[i] * window[i];
      to[i] = (int16_t)tflq_clamp(product >> p->shift, INT16_MIN, INT16_MAX);
    }
  }
  TFLQ_WRITTEN();
}

#endif
