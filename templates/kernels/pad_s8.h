/* PAD, int8: a larger tensor, filled with one value, with the input somewhere inside it. */
#ifndef TFLQ_PAD_S8_H
#define TFLQ_PAD_S8_H

#include "tflq_kernel.h"
#include "tflq_walk.h"

typedef struct {
  int32_t output_size; /* elements */
  int32_t value;       /* what the padding holds */
  /* Where the input's rows go: the first one's place in the output, then a walk over the rows. */
  int32_t rows;
  int32_t row_length;
  int32_t first_row;
  int32_t rank;
  const int32_t *extents;
  const int32_t *output_strides;
} tflq_pad_s8_params;

static void tflq_pad_s8(const tflq_pad_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t i = 0; i < p->output_size; i++) {
    output[i] = (int8_t)p->value;
  }
  for (int32_t row = 0; row < p->rows; row++) {
    int8_t *out = output + p->first_row + tflq_walk_offset(row, p->rank, p->extents, p->output_strides);
    for (int32_t i = 0; i < p->row_length; i++) {
      out[i] = *input++;
    }
  }
}

#endif
