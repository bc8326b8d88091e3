/* SIGNAL_IRFFT of int32: real samples from their spectrum, as TFLM's kissfft computes them in fixed point. */
#ifndef TFLQ_SIGNAL_IRFFT_S32_H
#define TFLQ_SIGNAL_IRFFT_S32_H

#include "tflq_fft_s32.h"

/* A frame has 2 * (points + 1) numbers at least; what follows is not read. */
typedef tflq_fft_s32_params tflq_signal_irfft_s32_params;

static void tflq_signal_irfft_s32(const tflq_signal_irfft_s32_params *p, const int32_t *input,
                                  int32_t *output, void *work) {
  tflq_fft_s32_inverse_frames(p, input, output, work);
  TFLQ_WRITTEN();
}

#endif
