/*
 * HARD_SWISH, int8: output = x × relu6(x + 3) / 6, in 16-bit fixed point.
 *
 * One factor is x in the output's scale, the other is x / 6 + 1/2 held within [0, 1].
 */
#ifndef TFLQ_HARD_SWISH_S8_H
#define TFLQ_HARD_SWISH_S8_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
  int32_t input_zero_point;
  int32_t output_zero_point;
  /* From the input's scale / 128 to the output's: multiplier × 2^-15 × 2^-right_shift. */
  int32_t output_multiplier;
  int32_t output_right_shift;
  /* From the input's scale / 128 to steps of 3 / 2^15: multiplier × 2^-15 × 2^shift. */
  int32_t gate_multiplier;
  int32_t gate_shift;
} tflq_hard_swish_s8_params;

/* a × b / 2^15 for int16 values, halves rounded up; one of them above INT16_MIN. */
static inline int32_t tflq_hard_swish_mul(int32_t a, int32_t b) {
  return (a * b + (1 << 14)) >> 15;
}

/* x × 2^bits, held within int16. */
static inline int32_t tflq_hard_swish_raise(int32_t x, int32_t bits) {
  const int64_t wide = (int64_t)x * ((int64_t)1 << bits);
  return wide > INT16_MAX ? INT16_MAX : wide < INT16_MIN ? INT16_MIN : (int32_t)wide;
}

/* x / 2^bits for an int16 value, halves rounded away from zero: of more than 15 bits, all count as the last one. */
static inline int32_t tflq_hard_swish_lower(int32_t x, int32_t bits) {
  if (bits > 15) {
    return x < 0 ? -1 : 1;
  }
  return tflq_rounding_shift_right(x, bits);
}

/* x / 6 + 1/2 in Q0.15, for x in the input's scale / 128. */
static inline int32_t tflq_hard_swish_gate(const tflq_hard_swish_s8_params *p, int32_t x) {
  if (p->gate_shift > 0) {
    /* All but one bit to the left first: what saturates there saturates in the end as well. */
    const int32_t raised = tflq_hard_swish_raise(x, p->gate_shift - 1);
    x = tflq_hard_swish_raise(tflq_hard_swish_mul(raised, p->gate_multiplier), 1);
  } else {
    x = tflq_hard_swish_lower(tflq_hard_swish_mul(x, p->gate_multiplier), -p->gate_shift);
  }
  return (x + (1 << 15)) >> 1;
}

static void tflq_hard_swish_s8(const tflq_hard_swish_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    const int32_t x = (input[i] - p->input_zero_point) * 128;
    /* The product is rounded towards zero, which cancels the bias of the other roundings. */
    const int32_t product = tflq_hard_swish_gate(p, x) * tflq_hard_swish_mul(x, p->output_multiplier) / (1 << 15);
    /* The sum wraps in 16 bits where the output's scale is far too fine. */
    const int16_t sum = (int16_t)(tflq_hard_swish_lower(product, p->output_right_shift) + p->output_zero_point);
    output[i] = (int8_t)tflq_clamp(sum, INT8_MIN, INT8_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
