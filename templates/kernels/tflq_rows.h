/*
 * Rows of bytes that lie on one side one after the other, and on the other side where tables say: loop d, of which
 * there are `rank`, outermost first, makes extents[d] turns, and for each of them a table holds an offset in bytes.
 * Where a row lies is the sum of its loops' offsets. The tables lie one after the other in `offsets`.
 */
#ifndef TFLQ_ROWS_H
#define TFLQ_ROWS_H

#include "tflq_bytes.h"

typedef struct {
  int32_t rows;
  int32_t row_bytes;
  int32_t rank; /* at most TFLQ_ROWS_LOOPS */
  const int32_t *extents;
  const int32_t *offsets;
} tflq_rows_params;

/* As many as TFLite Micro's shapes have dimensions. */
#define TFLQ_ROWS_LOOPS 6

/* Which row comes next. */
typedef struct {
  int32_t turns[TFLQ_ROWS_LOOPS];
} tflq_rows_place;

/* Where the row lies; goes on to the next. */
static inline int32_t tflq_rows_next(const tflq_rows_params *p, tflq_rows_place *at) {
  const int32_t *table = p->offsets;
  int32_t offset = 0;
  for (int32_t d = 0; d < p->rank; d++) {
    offset += table[at->turns[d]];
    table += p->extents[d];
  }
  for (int32_t d = p->rank - 1; d >= 0; d--) {
    if (++at->turns[d] < p->extents[d]) {
      break;
    }
    at->turns[d] = 0;
  }
  TFLQ_WRITTEN();
  return offset;
}

#endif
