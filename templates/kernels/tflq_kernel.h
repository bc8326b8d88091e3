/*
 * The integer arithmetic that all kernels share.
 *
 * A real factor is a pair of int32: multiplier × 2^(shift - 31), the multiplier 0 or in [2^30, 2^31). Results are
 * rounded twice, after the multiplication and after the shift, as TFLite Micro's reference kernels round them.
 *
 * Kernels are static functions in headers: the emitted network includes them into one translation unit, where the
 * compiler specializes them on its constant parameters.
 */
#ifndef TFLQ_KERNEL_H
#define TFLQ_KERNEL_H

#include <stdint.h>

/*
 * The last words of every function that writes a tensor: memory has changed. No instruction comes of them.
 *
 * GCC 11 to 13 may address the one tensor by the other, from a base of 0 (its bug 110702). It then takes a store for one
 * to NULL, which cannot be, the whole function for one that does nothing, and drops the calls of it.
 */
#if defined(__GNUC__)
#define TFLQ_WRITTEN() __asm__ volatile("" ::: "memory")
#else
#define TFLQ_WRITTEN() ((void)0)
#endif

/* a × b / 2^31, halves rounded up. Not for a and b both INT32_MIN, whose result no int32 holds. */
static inline int32_t tflq_high_mul(int32_t a, int32_t b) {
  return (int32_t)(((int64_t)a * b + ((int64_t)1 << 30)) >> 31);
}

/* x / 2^bits, halves rounded away from zero; 0 ≤ bits ≤ 31. */
static inline int32_t tflq_rounding_shift_right(int32_t x, int32_t bits) {
  const int32_t mask = (int32_t)((UINT32_C(1) << bits) - 1u);
  const int32_t half = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> bits) + ((x & mask) > half ? 1 : 0);
}

/* x times the real factor; -31 ≤ shift ≤ 30. A left shift that overflows wraps. */
static inline int32_t tflq_rescale(int32_t x, int32_t multiplier, int32_t shift) {
  if (shift > 0) {
    return tflq_high_mul((int32_t)((uint32_t)x << shift), multiplier);
  }
  return tflq_rounding_shift_right(tflq_high_mul(x, multiplier), -shift);
}

/* x held within [min, max]. */
static inline int32_t tflq_clamp(int32_t x, int32_t min, int32_t max) {
  return x < min ? min : x > max ? max : x;
}

#endif
