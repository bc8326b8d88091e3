/*
 * The spectrum of real samples, from the transform of as many complex numbers as there are pairs of them. A part of
 * tflq_fft_s16.h and tflq_fft_s32.h, which define the names.
 */

/* The transform of one frame; `work` and `spectrum` have room for `points` complex numbers each. */
static inline void TFLQ_FFT_NAME(real_frame)(const TFLQ_FFT_NAME(params) *p, const TFLQ_FFT_ELEMENT *input,
                                             TFLQ_FFT_ELEMENT *output, TFLQ_FFT_NAME(complex) *work,
                                             TFLQ_FFT_NAME(complex) *spectrum) {
  const int32_t n = p->points;
  for (int32_t k = 0; k < n; k++) {
    work[k].r = (TFLQ_FFT_ELEMENT)(2 * k < p->input ? input[2 * k] : 0);
    work[k].i = (TFLQ_FFT_ELEMENT)(2 * k + 1 < p->input ? input[2 * k + 1] : 0);
  }
  TFLQ_FFT_NAME(complex_transform)(p, work, spectrum);
  const TFLQ_FFT_NAME(complex) first = TFLQ_FFT_NAME(divide)(spectrum[0], 2);
  output[0] = TFLQ_FFT_NAME(sum)(first.r, first.i);
  output[1] = 0;
  output[2 * n] = TFLQ_FFT_NAME(difference)(first.r, first.i);
  output[2 * n + 1] = 0;
  for (int32_t k = 1; k <= n / 2; k++) {
    TFLQ_FFT_NAME(complex) mirrored = spectrum[n - k];
    mirrored.i = TFLQ_FFT_NAME(difference)(0, mirrored.i);
    mirrored = TFLQ_FFT_NAME(divide)(mirrored, 2);
    const TFLQ_FFT_NAME(complex) here = TFLQ_FFT_NAME(divide)(spectrum[k], 2);
    const TFLQ_FFT_NAME(complex) even = TFLQ_FFT_NAME(add)(here, mirrored);
    const TFLQ_FFT_NAME(complex) apart = TFLQ_FFT_NAME(sub)(here, mirrored);
    const TFLQ_FFT_NAME(complex) odd = TFLQ_FFT_NAME(turn)(apart, p->super_twiddles + 2 * (k - 1));
    output[2 * k] = TFLQ_FFT_NAME(half)((uint32_t)even.r + (uint32_t)odd.r);
    output[2 * k + 1] = TFLQ_FFT_NAME(half)((uint32_t)even.i + (uint32_t)odd.i);
    output[2 * (n - k)] = TFLQ_FFT_NAME(half)((uint32_t)even.r - (uint32_t)odd.r);
    output[2 * (n - k) + 1] = TFLQ_FFT_NAME(half)((uint32_t)odd.i - (uint32_t)even.i);
  }
  TFLQ_WRITTEN();
}

static inline void TFLQ_FFT_NAME(real_frames)(const TFLQ_FFT_NAME(params) *p, const TFLQ_FFT_ELEMENT *input,
                                              TFLQ_FFT_ELEMENT *output, void *work, void *spectrum) {
  for (int32_t frame = 0; frame < p->frames; frame++) {
    TFLQ_FFT_NAME(real_frame)(p, input + frame * p->input, output + frame * (2 * p->points + 2),
                              (TFLQ_FFT_NAME(complex) *)work, (TFLQ_FFT_NAME(complex) *)spectrum);
  }
}
