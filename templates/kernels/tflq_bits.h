/* Places of bits. */
#ifndef TFLQ_BITS_H
#define TFLQ_BITS_H

#include "tflq_kernel.h"

/* How many bits a number needs: the place of its highest one, counted from 1; 0 for 0. */
static inline int32_t tflq_bit_length(uint32_t x) {
  int32_t length = 0;
  for (int32_t step = 16; step > 0; step >>= 1) {
    if (x >> step != 0) {
      x >>= step;
      length += step;
    }
  }
  return length + (int32_t)x;
}

#endif
