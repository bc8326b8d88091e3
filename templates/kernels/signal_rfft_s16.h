/* SIGNAL_RFFT of int16: the spectrum of real samples, as TFLM's kissfft computes it in fixed point. */
#ifndef TFLQ_SIGNAL_RFFT_S16_H
#define TFLQ_SIGNAL_RFFT_S16_H

#define TFLQ_RFFT_NAME(part) tflq_signal_rfft_s16_##part
#define TFLQ_RFFT_ELEMENT int16_t
#define TFLQ_RFFT_PRODUCT int32_t
#define TFLQ_RFFT_BITS 15
#include "tflq_rfft.h"

static void tflq_signal_rfft_s16(const tflq_signal_rfft_s16_params *p, const int16_t *input, int16_t *output,
                                 void *work, void *spectrum) {
  tflq_signal_rfft_s16_frames(p, input, output, work, spectrum);
  TFLQ_WRITTEN();
}

#endif
