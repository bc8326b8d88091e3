/* Rescaling of sums of 64 bits, which int16 activations make. */
#ifndef TFLQ_WIDE_H
#define TFLQ_WIDE_H

#include "tflq_kernel.h"

/*
 * x times the real factor, whose multiplier is rounded to 15 bits first, halves rounded up; shift ≤ 7. A result that no
 * int32 holds wraps.
 */
static inline int32_t tflq_rescale_wide(int64_t x, int32_t multiplier, int32_t shift) {
  const int64_t reduced = multiplier < 0x7FFF0000 ? (multiplier + (1 << 15)) >> 16 : INT16_MAX;
  const uint64_t product = (uint64_t)x * (uint64_t)reduced + (UINT64_C(1) << (14 - shift));
  return (int32_t)((int64_t)product >> (15 - shift));
}

#endif
