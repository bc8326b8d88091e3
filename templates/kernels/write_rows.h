/* Puts the input, row by row, to where tables say in the output: see tflq_rows.h. */
#ifndef TFLQ_WRITE_ROWS_H
#define TFLQ_WRITE_ROWS_H

#include "tflq_rows.h"

typedef tflq_rows_params tflq_write_rows_params;

static void tflq_write_rows(const tflq_write_rows_params *p, const void *input, void *output) {
  const uint8_t *in = (const uint8_t *)input;
  tflq_rows_place at = {.turns = {0}};
  for (int32_t row = 0; row < p->rows; row++) {
    tflq_copy_bytes((uint8_t *)output + tflq_rows_next(p, &at), in, p->row_bytes);
    in += p->row_bytes;
  }
  TFLQ_WRITTEN();
}

#endif
