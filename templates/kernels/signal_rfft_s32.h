/* SIGNAL_RFFT of int32: the spectrum of real samples, as TFLM's kissfft computes it in fixed point. */
#ifndef TFLQ_SIGNAL_RFFT_S32_H
#define TFLQ_SIGNAL_RFFT_S32_H

#define TFLQ_RFFT_NAME(part) tflq_signal_rfft_s32_##part
#define TFLQ_RFFT_ELEMENT int32_t
#define TFLQ_RFFT_PRODUCT int64_t
#define TFLQ_RFFT_BITS 31
#include "tflq_rfft.h"

static void tflq_signal_rfft_s32(const tflq_signal_rfft_s32_params *p, const int32_t *input, int32_t *output,
                                 void *work, void *spectrum) {
  tflq_signal_rfft_s32_frames(p, input, output, work, spectrum);
  TFLQ_WRITTEN();
}

#endif
