/*
 * SIGNAL_STACKER: the last frames beside each other, once in so many frames; in between zeros, and `valid` is false. The
 * first frame stands for those that would come before it.
 */
#ifndef TFLQ_SIGNAL_STACKER_S16_H
#define TFLQ_SIGNAL_STACKER_S16_H

#include "tflq_kernel.h"

typedef struct {
  int32_t channels; /* of a frame */
  int32_t left;     /* frames before the one in the middle */
  int32_t frames;   /* that stand beside each other */
  int32_t step;     /* frames that are dropped after each output, at most `frames` */
} tflq_signal_stacker_s16_params;

/* `held` are the frames to be stacked. `count` is one more than their number, and 0 before the first one. */
static void tflq_signal_stacker_s16(const tflq_signal_stacker_s16_params *p, const int16_t *input, int16_t *held,
                                    int32_t *count, int16_t *output, uint8_t *valid) {
  const int32_t size = p->frames * p->channels;
  const int32_t copies = *count == 0 ? p->left + 1 : 1;
  int32_t available = *count == 0 ? 0 : *count - 1;
  for (int32_t k = 0; k < copies; k++, available++) {
    for (int32_t i = 0; i < p->channels; i++) {
      held[available * p->channels + i] = input[i];
    }
  }
  const int whole = available == p->frames;
  for (int32_t i = 0; i < size; i++) {
    output[i] = (int16_t)(whole ? held[i] : 0);
  }
  if (whole) {
    available -= p->step;
    for (int32_t i = 0; i < available * p->channels; i++) {
      held[i] = held[i + p->step * p->channels];
    }
  }
  *count = available + 1;
  *valid = (uint8_t)whole;
  TFLQ_WRITTEN();
}

#endif
