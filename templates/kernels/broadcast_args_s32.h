/*
 * BROADCAST_ARGS, int32: the shape that two shapes broadcast to. Dimensions are matched from the last one, and an absent
 * one is 1; where two do not go together, the first shape's stands.
 */
#ifndef TFLQ_BROADCAST_ARGS_S32_H
#define TFLQ_BROADCAST_ARGS_S32_H

#include "tflq_bytes.h"

typedef struct {
  int32_t rank1;
  int32_t rank2;
} tflq_broadcast_args_s32_params;

static void tflq_broadcast_args_s32(const tflq_broadcast_args_s32_params *p, const int32_t *shape1,
                                    const int32_t *shape2, int32_t *output) {
  const int32_t rank = p->rank1 > p->rank2 ? p->rank1 : p->rank2;
  for (int32_t d = 0; d < rank; d++) {
    const int32_t d1 = d - (rank - p->rank1);
    const int32_t d2 = d - (rank - p->rank2);
    const int32_t dim1 = d1 < 0 ? 1 : shape1[d1];
    const int32_t dim2 = d2 < 0 ? 1 : shape2[d2];
    output[d] = dim1 == 1 ? dim2 : dim1;
  }
  TFLQ_WRITTEN();
}

#endif
