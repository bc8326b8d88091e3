/*
 * GATHER_ND, any element type: slices of the input, each chosen by `depth` indices of its first dimensions.
 *
 * As in TFLite Micro an index may leave its own dimension so long as the slice lies in the input. One that does not,
 * which comes of nothing but a fault elsewhere, becomes the first or the last one.
 */
#ifndef TFLQ_GATHER_ND_H
#define TFLQ_GATHER_ND_H

#include "tflq_bytes.h"

typedef struct {
  int32_t slices;
  int32_t slice_bytes;
  int32_t last;  /* where the last slice of the input begins, in bytes */
  int32_t depth;
  const int32_t *strides; /* bytes from one index of a dimension to the next */
} tflq_gather_nd_params;

static void tflq_gather_nd(const tflq_gather_nd_params *p, const void *input, const int32_t *indices, void *output) {
  uint8_t *out = (uint8_t *)output;
  for (int32_t slice = 0; slice < p->slices; slice++) {
    int64_t start = 0;
    for (int32_t d = 0; d < p->depth; d++) {
      start += (int64_t)*indices++ * p->strides[d];
    }
    start = start < 0 ? 0 : start > p->last ? p->last : start;
    tflq_copy_bytes(out, (const uint8_t *)input + start, p->slice_bytes);
    out += p->slice_bytes;
  }
  TFLQ_WRITTEN();
}

#endif
