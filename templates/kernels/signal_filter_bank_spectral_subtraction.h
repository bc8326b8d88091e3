/*
 * SIGNAL_FILTER_BANK_SPECTRAL_SUBTRACTION: channels without their noise, which is estimated by smoothing each channel over
 * time. Channels of odd number have a smoothing of their own.
 */
#ifndef TFLQ_SIGNAL_FILTER_BANK_SPECTRAL_SUBTRACTION_H
#define TFLQ_SIGNAL_FILTER_BANK_SPECTRAL_SUBTRACTION_H

#include "tflq_kernel.h"

typedef struct {
  int32_t channels;
  int32_t smoothing; /* of the newest signal; factors have `bits` bits behind the point */
  int32_t keeping;   /* of the last estimate */
  int32_t odd_smoothing;
  int32_t odd_keeping;
  int32_t least; /* what remains of a signal in any case */
  int32_t bits;
  int32_t estimate_bits; /* by so many bits estimates are finer than signals */
  int32_t clamping;      /* not 0: an estimate above the signal falls to it at once */
} tflq_signal_filter_bank_spectral_subtraction_params;

static void tflq_signal_filter_bank_spectral_subtraction(
    const tflq_signal_filter_bank_spectral_subtraction_params *p, const uint32_t *input, uint32_t *estimates,
    uint32_t *output, uint32_t *noise) {
  for (int32_t i = 0; i < p->channels; i++) {
    const uint64_t smoothing = (uint32_t)(i % 2 == 0 ? p->smoothing : p->odd_smoothing);
    const uint64_t keeping = (uint32_t)(i % 2 == 0 ? p->keeping : p->odd_keeping);
    const uint32_t signal = input[i] << p->estimate_bits;
    const uint32_t estimate = (uint32_t)((signal * smoothing + estimates[i] * keeping) >> p->bits);
    const uint32_t taken = estimate > signal ? signal : estimate;
    const uint32_t rest = (signal - taken) >> p->estimate_bits;
    const uint32_t least = (uint32_t)((input[i] * (uint64_t)(uint32_t)p->least) >> p->bits);
    estimates[i] = p->clamping != 0 ? taken : estimate;
    noise[i] = estimates[i];
    output[i] = rest > least ? rest : least;
  }
  TFLQ_WRITTEN();
}

#endif
