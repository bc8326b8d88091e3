/* SIGNAL_RFFT of int16: the spectrum of real samples, as TFLM's kissfft computes it in fixed point. */
#ifndef TFLQ_SIGNAL_RFFT_S16_H
#define TFLQ_SIGNAL_RFFT_S16_H

#include "tflq_fft_s16.h"

/* Zeros follow the samples of a frame up to twice `points`. */
typedef tflq_fft_s16_params tflq_signal_rfft_s16_params;

static void tflq_signal_rfft_s16(const tflq_signal_rfft_s16_params *p, const int16_t *input, int16_t *output,
                                 void *work, void *spectrum) {
  tflq_fft_s16_real_frames(p, input, output, work, spectrum);
  TFLQ_WRITTEN();
}

#endif
