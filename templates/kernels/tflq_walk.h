/*
 * Walks over tensors that are not one straight run of elements: broadcasting, padding, reduction.
 *
 * A walk is a nest of loops, outermost first: loop d makes extents[d] turns, and each of them moves on by
 * strides[d] elements. Its positions are numbered in the order in which the loops visit them.
 */
#ifndef TFLQ_WALK_H
#define TFLQ_WALK_H

#include <stdint.h>

/* The offset, in elements, of position n of a walk of `rank` loops. */
static inline int32_t tflq_walk_offset(int32_t n, int32_t rank, const int32_t *extents, const int32_t *strides) {
  int32_t offset = 0;
  for (int32_t d = rank - 1; d >= 0; d--) {
    offset += n % extents[d] * strides[d];
    n /= extents[d];
  }
  return offset;
}

#endif
