/*
 * SIGNAL_FRAMER: frames that overlap. Every step of samples gives a frame that ends with it, as soon as there are enough
 * samples; until then, zeros, and `valid` is false.
 */
#ifndef TFLQ_SIGNAL_FRAMER_S16_H
#define TFLQ_SIGNAL_FRAMER_S16_H

#include "tflq_kernel.h"

typedef struct {
  int32_t rows;
  int32_t steps; /* of one row of input */
  int32_t step;  /* samples, at most a frame's */
  int32_t size;  /* of a frame */
  int32_t room;  /* samples that are held of a row: the frame's size, up to a multiple of the step */
  int32_t first; /* how many zeros stand before the first sample */
} tflq_signal_framer_s16_params;

/* One step. `available` samples are held before it; returns how many are held after it. */
static inline int32_t tflq_framer_step(const tflq_signal_framer_s16_params *p, const int16_t *input, int16_t *held,
                                       int32_t available, int16_t *frame) {
  for (int32_t i = 0; i < p->step; i++) {
    held[available + i] = input[i];
  }
  available += p->step;
  const int whole = available >= p->size;
  for (int32_t i = 0; i < p->size; i++) {
    frame[i] = (int16_t)(whole ? held[i] : 0);
  }
  if (whole) {
    available -= p->step;
    for (int32_t i = 0; i < available; i++) {
      held[i] = held[i + p->step];
    }
  }
  TFLQ_WRITTEN();
  return available;
}

/* `count` is how many samples of every row are held, but for the zeros that stand before the first one. */
static void tflq_signal_framer_s16(const tflq_signal_framer_s16_params *p, const int16_t *input, int16_t *held,
                                   int32_t *count, int16_t *output, uint8_t *valid) {
  int32_t available = 0;
  uint8_t whole = 1;
  for (int32_t row = 0; row < p->rows; row++) {
    available = p->first + *count;
    for (int32_t k = 0; k < p->steps; k++) {
      const int32_t step = row * p->steps + k;
      whole = available + p->step < p->size ? 0 : whole;
      available = tflq_framer_step(p, input + step * p->step, held + row * p->room, available, output + step * p->size);
    }
  }
  *count = available - p->first;
  *valid = whole;
  TFLQ_WRITTEN();
}

#endif
