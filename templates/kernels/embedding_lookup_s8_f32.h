/*
 * EMBEDDING_LOOKUP, rows of int8 weights as real numbers. A position outside of the table, which comes of nothing but a
 * fault elsewhere, takes the nearest row.
 */
#ifndef TFLQ_EMBEDDING_LOOKUP_S8_F32_H
#define TFLQ_EMBEDDING_LOOKUP_S8_F32_H

#include "tflq_kernel.h"

typedef struct {
  int32_t positions;
  int32_t choices;
  int32_t row_length;
  float scale;
} tflq_embedding_lookup_s8_f32_params;

static void tflq_embedding_lookup_s8_f32(const tflq_embedding_lookup_s8_f32_params *p, const int8_t *table,
                                         const int32_t *positions, float *output) {
  for (int32_t i = 0; i < p->positions; i++) {
    const int8_t *row = table + tflq_clamp(positions[i], 0, p->choices - 1) * p->row_length;
    for (int32_t c = 0; c < p->row_length; c++) {
      *output++ = (float)row[c] * p->scale;
    }
  }
  TFLQ_WRITTEN();
}

#endif
