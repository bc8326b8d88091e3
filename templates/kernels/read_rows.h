/* Fills the output, row by row, with rows of the input that lie where tables say: see tflq_rows.h. */
#ifndef TFLQ_READ_ROWS_H
#define TFLQ_READ_ROWS_H

#include "tflq_rows.h"

typedef tflq_rows_params tflq_read_rows_params;

static void tflq_read_rows(const tflq_read_rows_params *p, const void *input, void *output) {
  uint8_t *out = (uint8_t *)output;
  tflq_rows_place at = {.turns = {0}};
  for (int32_t row = 0; row < p->rows; row++) {
    tflq_copy_bytes(out, (const uint8_t *)input + tflq_rows_next(p, &at), p->row_bytes);
    out += p->row_bytes;
  }
  TFLQ_WRITTEN();
}

#endif
