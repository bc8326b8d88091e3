/* SIGNAL_OVERLAP_ADD: samples of frames that overlap, each the sum of those of its frames, held within int16. */
#ifndef TFLQ_SIGNAL_OVERLAP_ADD_S16_H
#define TFLQ_SIGNAL_OVERLAP_ADD_S16_H

#include "tflq_kernel.h"

typedef struct {
  int32_t rows;
  int32_t frames; /* of a row */
  int32_t size;   /* of a frame */
  int32_t step;   /* samples that each frame gives, at most its size */
} tflq_signal_overlap_add_s16_params;

/* `sums` are the sums of each row that further frames are added to. */
static void tflq_signal_overlap_add_s16(const tflq_signal_overlap_add_s16_params *p, const int16_t *input,
                                        int16_t *sums, int16_t *output) {
  for (int32_t k = 0; k < p->rows * p->frames; k++) {
    const int16_t *frame = input + k * p->size;
    int16_t *sum = sums + k / p->frames * p->size;
    int16_t *to = output + k * p->step;
    for (int32_t i = 0; i < p->size; i++) {
      sum[i] = (int16_t)tflq_clamp(sum[i] + frame[i], INT16_MIN, INT16_MAX);
    }
    for (int32_t i = 0; i < p->step; i++) {
      to[i] = sum[i];
    }
    for (int32_t i = 0; i < p->size; i++) {
      sum[i] = (int16_t)(i < p->size - p->step ? sum[i + p->step] : 0);
    }
  }
  TFLQ_WRITTEN();
}

#endif
