/*
 * BROADCAST_ARGS, int64: the shape that two shapes broadcast to. Dimensions are matched from the last one, and an absent
 * one is 1; where two do not go together, the first shape's stands.
 */
#ifndef TFLQ_BROADCAST_ARGS_S64_H
#define TFLQ_BROADCAST_ARGS_S64_H

#include "tflq_bytes.h"

typedef struct {
  int32_t rank1;
  int32_t rank2;
} tflq_broadcast_args_s64_params;

static void tflq_broadcast_args_s64(const tflq_broadcast_args_s64_params *p, const void *shape1, const void *shape2,
                                    void *output) {
  const int32_t rank = p->rank1 > p->rank2 ? p->rank1 : p->rank2;
  for (int32_t d = 0; d < rank; d++) {
    const int32_t d1 = d - (rank - p->rank1);
    const int32_t d2 = d - (rank - p->rank2);
    const int64_t dim1 = d1 < 0 ? 1 : tflq_load_s64(shape1, d1);
    const int64_t dim2 = d2 < 0 ? 1 : tflq_load_s64(shape2, d2);
    const int64_t dim = dim1 == 1 ? dim2 : dim1;
    tflq_copy_bytes((uint8_t *)output + d * 8, (const uint8_t *)&dim, 8);
  }
  TFLQ_WRITTEN();
}

#endif
