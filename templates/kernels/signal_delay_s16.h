/* SIGNAL_DELAY: each row of samples, later by some samples; zeros come first. */
#ifndef TFLQ_SIGNAL_DELAY_S16_H
#define TFLQ_SIGNAL_DELAY_S16_H

#include "tflq_kernel.h"

typedef struct {
  int32_t rows;
  int32_t size;  /* of a row */
  int32_t delay; /* samples, at least 1 */
} tflq_signal_delay_s16_params;

/* `held` are the samples of each row that are still to come. */
static void tflq_signal_delay_s16(const tflq_signal_delay_s16_params *p, const int16_t *input, int16_t *held,
                                  int16_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const int16_t *from = input + row * p->size;
    int16_t *queue = held + row * p->delay;
    int16_t *to = output + row * p->size;
    for (int32_t i = 0; i < p->size; i++) {
      to[i] = i < p->delay ? queue[i] : from[i - p->delay];
    }
    for (int32_t i = 0; i < p->delay; i++) {
      const int32_t place = i + p->size;
      queue[i] = place < p->delay ? queue[place] : from[place - p->delay];
    }
  }
  TFLQ_WRITTEN();
}

#endif
