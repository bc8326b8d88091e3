/*
 * SIGNAL_FILTER_BANK_SQUARE_ROOT: square roots, rounded to the nearest integer, without as many of their lower bits as the
 * samples were scaled up by.
 */
#ifndef TFLQ_SIGNAL_FILTER_BANK_SQUARE_ROOT_H
#define TFLQ_SIGNAL_FILTER_BANK_SQUARE_ROOT_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
} tflq_signal_filter_bank_square_root_params;

/* Bit by bit. As in TFLM, no root is rounded up that would need more than half as many bits as numbers of its kind have. */
static inline uint32_t tflq_square_root(uint64_t x) {
  const uint32_t largest = x >> 32 == 0 ? UINT16_MAX : UINT32_MAX;
  uint64_t root = 0;
  uint64_t bit = (uint64_t)1 << (x >> 32 == 0 ? 30 : 62);
  while (bit > x) {
    bit >>= 2;
  }
  for (; bit != 0; bit >>= 2) {
    if (x >= root + bit) {
      x -= root + bit;
      root = (root >> 1) + bit;
    } else {
      root >>= 1;
    }
  }
  return (uint32_t)(x > root && root != largest ? root + 1 : root);
}

static void tflq_signal_filter_bank_square_root(const tflq_signal_filter_bank_square_root_params *p,
                                                const uint64_t *input, const int32_t *bits, uint32_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = tflq_square_root(input[i]) >> (*bits & 31);
  }
  TFLQ_WRITTEN();
}

#endif
