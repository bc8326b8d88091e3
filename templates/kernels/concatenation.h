/*
 * CONCATENATION, any element type: copies one input into its place in the output. The kernel runs once an input.
 *
 * Seen as rows over the dimensions before the axis, the output's row is the inputs' rows one after the other.
 */
#ifndef TFLQ_CONCATENATION_H
#define TFLQ_CONCATENATION_H

#include "tflq_kernel.h"

typedef struct {
  int32_t rows;
  int32_t input_row;  /* bytes of this input's row */
  int32_t output_row; /* bytes of the output's row */
  int32_t start;      /* where in the output's row this input begins, in bytes */
} tflq_concatenation_params;

static void tflq_concatenation(const tflq_concatenation_params *p, const void *input, void *output) {
  const uint8_t *in = (const uint8_t *)input;
  uint8_t *out = (uint8_t *)output + p->start;
  for (int32_t row = 0; row < p->rows; row++) {
    for (int32_t i = 0; i < p->input_row; i++) {
      out[i] = in[i];
    }
    in += p->input_row;
    out += p->output_row;
  }
}

#endif
