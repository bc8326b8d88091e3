/* SIGNAL_RFFT of int32: the spectrum of real samples, as TFLM's kissfft computes it in fixed point. */
#ifndef TFLQ_SIGNAL_RFFT_S32_H
#define TFLQ_SIGNAL_RFFT_S32_H

#include "tflq_fft_s32.h"

/* Zeros follow the samples of a frame up to twice `points`. */
typedef tflq_fft_s32_params tflq_signal_rfft_s32_params;

static void tflq_signal_rfft_s32(const tflq_signal_rfft_s32_params *p, const int32_t *input, int32_t *output,
                                 void *work, void *spectrum) {
  tflq_fft_s32_real_frames(p, input, output, work, spectrum);
  TFLQ_WRITTEN();
}

#endif
