/*
 * GATHER, EMBEDDING_LOOKUP, any element type: rows of the input, chosen by positions along one dimension.
 *
 * The input is seen as [batches, outers, choices, row], the positions as [batches, positions]. A position outside of
 * 0 … choices - 1, which comes of nothing but a fault elsewhere, takes the nearest row.
 */
#ifndef TFLQ_GATHER_H
#define TFLQ_GATHER_H

#include "tflq_bytes.h"

typedef struct {
  int32_t batches;
  int32_t outers;
  int32_t choices;
  int32_t positions;
  int32_t row_bytes;
} tflq_gather_params;

static void tflq_gather(const tflq_gather_params *p, const void *input, const int32_t *positions, void *output) {
  const uint8_t *in = (const uint8_t *)input;
  uint8_t *out = (uint8_t *)output;
  for (int32_t batch = 0; batch < p->batches; batch++) {
    for (int32_t outer = 0; outer < p->outers; outer++) {
      for (int32_t i = 0; i < p->positions; i++) {
        const int32_t choice = tflq_clamp(positions[i], 0, p->choices - 1);
        tflq_copy_bytes(out, in + choice * p->row_bytes, p->row_bytes);
        out += p->row_bytes;
      }
      in += p->choices * p->row_bytes;
    }
    positions += p->positions;
  }
  TFLQ_WRITTEN();
}

#endif
