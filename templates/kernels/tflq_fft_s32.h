/* Fourier transforms of int32 in fixed point, as TFLM's kissfft computes them: shared by both directions. */
#ifndef TFLQ_FFT_S32_H
#define TFLQ_FFT_S32_H

#define TFLQ_FFT_NAME(part) tflq_fft_s32_##part
#define TFLQ_FFT_ELEMENT int32_t
#define TFLQ_FFT_PRODUCT int64_t
#define TFLQ_FFT_BITS 31
#include "tflq_fft.h"
#include "tflq_rfft.h"
#include "tflq_irfft.h"
#undef TFLQ_FFT_NAME
#undef TFLQ_FFT_ELEMENT
#undef TFLQ_FFT_PRODUCT
#undef TFLQ_FFT_BITS

#endif
