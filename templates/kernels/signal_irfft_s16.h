/* SIGNAL_IRFFT of int16: real samples from their spectrum, as TFLM's kissfft computes them in fixed point. */
#ifndef TFLQ_SIGNAL_IRFFT_S16_H
#define TFLQ_SIGNAL_IRFFT_S16_H

#include "tflq_fft_s16.h"

/* A frame has 2 * (points + 1) numbers at least; what follows is not read. */
typedef tflq_fft_s16_params tflq_signal_irfft_s16_params;

static void tflq_signal_irfft_s16(const tflq_signal_irfft_s16_params *p, const int16_t *input,
                                  int16_t *output, void *work) {
  tflq_fft_s16_inverse_frames(p, input, output, work);
  TFLQ_WRITTEN();
}

#endif
