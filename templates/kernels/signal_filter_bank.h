/*
 * SIGNAL_FILTER_BANK: what filters that overlap by half let through. Where one filter falls, the next one rises: each band
 * of the spectrum counts for the one by its weights, and for the next by its unweights. The first band has no filter that
 * falls; it only serves the one that rises.
 */
#ifndef TFLQ_SIGNAL_FILTER_BANK_H
#define TFLQ_SIGNAL_FILTER_BANK_H

#include "tflq_kernel.h"

typedef struct {
  int32_t channels; /* filters; there is one band more */
} tflq_signal_filter_bank_params;

static void tflq_signal_filter_bank(const tflq_signal_filter_bank_params *p, const uint32_t *input,
                                    const int16_t *weights, const int16_t *unweights, const int16_t *starts,
                                    const int16_t *weight_starts, const int16_t *widths, uint64_t *output) {
  uint64_t rising = 0;
  for (int32_t band = 0; band <= p->channels; band++) {
    const uint32_t *spectrum = input + starts[band];
    const int16_t *weight = weights + weight_starts[band];
    const int16_t *unweight = unweights + weight_starts[band];
    uint64_t sum = rising;
    rising = 0;
    for (int32_t i = 0; i < widths[band]; i++) {
      sum += (uint64_t)weight[i] * spectrum[i];
      rising += (uint64_t)unweight[i] * spectrum[i];
    }
    if (band > 0) {
      output[band - 1] = sum;
    }
  }
  TFLQ_WRITTEN();
}

#endif
