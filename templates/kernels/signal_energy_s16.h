/* SIGNAL_ENERGY: the squared magnitudes of complex numbers; 0 outside of the places that are asked for. */
#ifndef TFLQ_SIGNAL_ENERGY_S16_H
#define TFLQ_SIGNAL_ENERGY_S16_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* complex numbers */
  int32_t start;
  int32_t end; /* the first place that is not computed any more */
} tflq_signal_energy_s16_params;

static void tflq_signal_energy_s16(const tflq_signal_energy_s16_params *p, const int16_t *input, uint32_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    const int32_t real = input[2 * i];
    const int32_t imaginary = input[2 * i + 1];
    const uint32_t energy = (uint32_t)(real * real) + (uint32_t)(imaginary * imaginary);
    output[i] = i >= p->start && i < p->end ? energy : 0u;
  }
  TFLQ_WRITTEN();
}

#endif
