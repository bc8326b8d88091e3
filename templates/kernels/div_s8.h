/*
 * DIV, int8: output = input1 / input2, with broadcasting.
 *
 * The divisor's reciprocal is computed to 31 bits, and so is the quotient, whatever its magnitude. A quotient by zero
 * is the end of the output's range on the dividend's side; 0 / 0 is 0. TFLite Micro's kernel stops at such divisions,
 * and at quotients below 2^-31 steps, where its assertions are compiled in.
 */
#ifndef TFLQ_DIV_S8_H
#define TFLQ_DIV_S8_H

#include "tflq_fixed_point.h"
#include "tflq_pair.h"

typedef struct {
  TFLQ_PAIR_WALK
  int32_t input1_zero_point;
  int32_t input2_zero_point;
  int32_t output_zero_point;
  /* The first input's scale over the second's and the output's. */
  int32_t output_multiplier;
  int32_t output_shift;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_div_s8_params;

/* Bits to the left of x's highest one, as an unsigned number; 32 for 0. */
static inline int32_t tflq_div_s8_leading_zeros(uint32_t x) {
  int32_t zeros = 32;
  while (x != 0) {
    x >>= 1;
    zeros--;
  }
  return zeros;
}

/* dividend / divisor in the output's scale; both are at most 255 in magnitude. */
static inline int32_t tflq_div_s8_quotient(const tflq_div_s8_params *p, int32_t dividend, int32_t divisor) {
  if (divisor == 0) {
    return dividend * (INT8_MAX - INT8_MIN + 1);
  }
  const int32_t numerator = divisor < 0 ? -dividend : dividend;
  const uint32_t denominator = (uint32_t)(divisor < 0 ? -divisor : divisor);
  /* The denominator is (1 + fraction) × 2^(31 - zeros). */
  const int32_t zeros = tflq_div_s8_leading_zeros(denominator);
  const int32_t fraction = (int32_t)((denominator << zeros) - (UINT32_C(1) << 31));
  const int32_t reciprocal = tflq_one_over_one_plus(fraction);
  /* The numerator goes as far to the left as an int32 has room. */
  const uint32_t magnitude = (uint32_t)(numerator < 0 ? -(numerator + 1) : numerator);
  const int32_t headroom = tflq_div_s8_leading_zeros(magnitude) - 1;
  const int32_t quotient = tflq_high_mul((int32_t)((uint32_t)numerator << headroom), reciprocal);
  const int32_t scaled = tflq_high_mul(quotient, p->output_multiplier);
  const int32_t shift = p->output_shift - (31 - zeros) - headroom;
  /* With greater shifts, what is not 0 is far beyond int8; with smaller ones, it is less than half a step. */
  return shift < -31 ? 0 : tflq_rounding_shift_right(scaled, shift > 0 ? 0 : -shift);
}

static void tflq_div_s8(const tflq_div_s8_params *p, const int8_t *input1, const int8_t *input2, int8_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const int8_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const int8_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const int32_t dividend = in1[i * p->input1_step] - p->input1_zero_point;
      const int32_t divisor = in2[i * p->input2_step] - p->input2_zero_point;
      const int32_t quotient = tflq_div_s8_quotient(p, dividend, divisor);
      *output++ = (int8_t)tflq_clamp(quotient + p->output_zero_point, p->output_min, p->output_max);
    }
  }
  TFLQ_WRITTEN();
}

#endif
