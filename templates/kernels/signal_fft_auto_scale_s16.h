/*
 * SIGNAL_FFT_AUTO_SCALE: all samples times the largest power of two that leaves them in int16, and how many bits that is.
 *
 * As in TFLM, the largest magnitude is an int16 too: that of -32768 is -32768, which any later sample exceeds.
 */
#ifndef TFLQ_SIGNAL_FFT_AUTO_SCALE_S16_H
#define TFLQ_SIGNAL_FFT_AUTO_SCALE_S16_H

#include "tflq_bits.h"

typedef struct {
  int32_t size; /* samples */
} tflq_signal_fft_auto_scale_s16_params;

static void tflq_signal_fft_auto_scale_s16(const tflq_signal_fft_auto_scale_s16_params *p, const int16_t *input,
                                           int16_t *output, int32_t *bits) {
  int16_t largest = 0;
  for (int32_t i = 0; i < p->size; i++) {
    const int32_t sample = input[i];
    if (sample > largest) {
      largest = (int16_t)sample;
    } else if (-sample > largest) {
      largest = (int16_t)-sample;
    }
  }
  const int32_t shift = largest > 0 ? 15 - tflq_bit_length((uint32_t)largest) : 0;
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = (int16_t)(input[i] * (1 << shift));
  }
  *bits = shift;
  TFLQ_WRITTEN();
}

#endif
