/*
 * Real samples from their spectrum, by the transform backwards of half as many complex numbers. A part of
 * tflq_fft_s16.h and tflq_fft_s32.h, which define the names.
 */

/* The samples of one frame of points + 1 complex numbers; `work` has room for `points`. */
static inline void TFLQ_FFT_NAME(inverse_frame)(const TFLQ_FFT_NAME(params) *p, const TFLQ_FFT_ELEMENT *input,
                                                TFLQ_FFT_ELEMENT *output, TFLQ_FFT_NAME(complex) *work) {
  const int32_t n = p->points;
  const TFLQ_FFT_NAME(complex) first = {TFLQ_FFT_NAME(sum)(input[0], input[2 * n]),
                                        TFLQ_FFT_NAME(difference)(input[0], input[2 * n])};
  work[0] = TFLQ_FFT_NAME(divide)(first, 2);
  for (int32_t k = 1; k <= n / 2; k++) {
    TFLQ_FFT_NAME(complex) here = {input[2 * k], input[2 * k + 1]};
    TFLQ_FFT_NAME(complex) mirrored = {input[2 * (n - k)],
                                       TFLQ_FFT_NAME(difference)(0, input[2 * (n - k) + 1])};
    here = TFLQ_FFT_NAME(divide)(here, 2);
    mirrored = TFLQ_FFT_NAME(divide)(mirrored, 2);
    const TFLQ_FFT_NAME(complex) even = TFLQ_FFT_NAME(add)(here, mirrored);
    const TFLQ_FFT_NAME(complex) apart = TFLQ_FFT_NAME(sub)(here, mirrored);
    const TFLQ_FFT_NAME(complex) odd = TFLQ_FFT_NAME(turn)(apart, p->super_twiddles + 2 * (k - 1));
    work[k] = TFLQ_FFT_NAME(add)(even, odd);
    /* In the middle of an even number of points this is the same place: the second stays, as in kissfft. */
    work[n - k] = TFLQ_FFT_NAME(sub)(even, odd);
    work[n - k].i = TFLQ_FFT_NAME(difference)(0, work[n - k].i);
  }
  TFLQ_FFT_NAME(complex_transform)(p, work, (TFLQ_FFT_NAME(complex) *)output);
  TFLQ_WRITTEN();
}

static inline void TFLQ_FFT_NAME(inverse_frames)(const TFLQ_FFT_NAME(params) *p, const TFLQ_FFT_ELEMENT *input,
                                                 TFLQ_FFT_ELEMENT *output, void *work) {
  for (int32_t frame = 0; frame < p->frames; frame++) {
    TFLQ_FFT_NAME(inverse_frame)(p, input + frame * p->input, output + frame * 2 * p->points,
                                 (TFLQ_FFT_NAME(complex) *)work);
  }
}
