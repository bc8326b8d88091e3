/*
 * DYNAMIC_UPDATE_SLICE: writes a smaller tensor into a larger one, from the indices on that another tensor holds. They
 * are held within what keeps the smaller one inside.
 */
#ifndef TFLQ_UPDATE_H
#define TFLQ_UPDATE_H

#include "tflq_bytes.h"
#include "tflq_walk.h"

typedef struct {
  /* Of each dimension: the largest index, and the bytes from one index to the next. */
  int32_t dimensions;
  const int32_t *limits;
  const int32_t *index_strides;
  /* The walk over the rows that are written, in bytes. */
  int32_t rows;
  int32_t row_bytes;
  int32_t rank;
  const int32_t *extents;
  const int32_t *output_strides;
} tflq_update_params;

/* The offset in bytes for one dimension's index. */
static inline int32_t tflq_update_offset(const tflq_update_params *p, int32_t d, int64_t index) {
  const int64_t held = index < 0 ? 0 : index > p->limits[d] ? p->limits[d] : index;
  return (int32_t)held * p->index_strides[d];
}

/* Writes the update from byte `start` on. */
static inline void tflq_update(const tflq_update_params *p, int32_t start, const void *update, void *output) {
  const uint8_t *from = (const uint8_t *)update;
  for (int32_t row = 0; row < p->rows; row++) {
    uint8_t *to = (uint8_t *)output + start + tflq_walk_offset(row, p->rank, p->extents, p->output_strides);
    tflq_copy_bytes(to, from, p->row_bytes);
    from += p->row_bytes;
  }
  TFLQ_WRITTEN();
}

#endif
