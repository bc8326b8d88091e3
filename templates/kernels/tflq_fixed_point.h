/*
 * Functions of fixed-point numbers: exp, reciprocal, logistic, tanh.
 *
 * A number in Qm.n is an int32 that stands for value / 2^n, m + n = 31. A product of numbers in Qa and Qb, rounded to
 * 32 bits by tflq_high_mul, is in Q(a+b). The approximations and their constants are those which TFLite's quantized
 * kernels are specified by (gemmlowp's fixedpoint), so that results agree to the last bit.
 */
#ifndef TFLQ_FIXED_POINT_H
#define TFLQ_FIXED_POINT_H

#include "tflq_kernel.h"

/* x × 2^bits, held within int32. */
static inline int32_t tflq_saturating_shift_left(int32_t x, int32_t bits) {
  const int64_t wide = (int64_t)x * ((int64_t)1 << bits);
  return wide > INT32_MAX ? INT32_MAX : wide < INT32_MIN ? INT32_MIN : (int32_t)wide;
}

/* exp(x) in Q0.31 for x in [-1/4, 0) in Q0.31: the Taylor series around -1/8 up to the fourth power. */
static inline int32_t tflq_exp_quarter(int32_t x) {
  const int32_t exp_minus_eighth = 1895147668;
  const int32_t one_third = 715827883;
  const int32_t t = x + (1 << 28);
  const int32_t t2 = tflq_high_mul(t, t);
  const int32_t t3 = tflq_high_mul(t2, t);
  const int32_t t4_over_4 = tflq_rounding_shift_right(tflq_high_mul(t2, t2), 2);
  const int32_t t4_over_12_and_t3_over_3 = tflq_high_mul(t4_over_4 + t3, one_third);
  const int32_t higher_terms = tflq_rounding_shift_right(t4_over_12_and_t3_over_3 + t2, 1);
  return exp_minus_eighth + tflq_high_mul(exp_minus_eighth, t + higher_terms);
}

/*
 * exp(x) in Q0.31 for x ≤ 0 with `integer_bits` integer bits, at most 5. The part of x below 1/4 goes through the
 * series; every bit above it is one factor exp(-2^k), k from -2 on.
 */
static inline int32_t tflq_exp_negative(int32_t x, int32_t integer_bits) {
  static const int32_t exp_of_bit[] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
  const int32_t quarter_bit = 31 - integer_bits - 2;
  const int32_t quarter = (int32_t)1 << quarter_bit;
  if (x == 0) {
    return INT32_MAX;
  }
  const int32_t below_quarter = (x & (quarter - 1)) - quarter;
  const int32_t above = below_quarter - x;
  int32_t result = tflq_exp_quarter(tflq_saturating_shift_left(below_quarter, integer_bits));
  for (int32_t k = 0; k < integer_bits + 2; k++) {
    if ((above >> (quarter_bit + k) & 1) != 0) {
      result = tflq_high_mul(result, exp_of_bit[k]);
    }
  }
  return result;
}

/* 2 / (1 + x) in Q2.29 for x in [0, 1] in Q0.31: three steps of Newton and Raphson's division. */
static inline int32_t tflq_two_over_one_plus(int32_t x) {
  const int32_t one = (int32_t)1 << 29; /* the numbers below are in Q2.29 */
  const int32_t start = 1515870810;     /* 48/17 */
  const int32_t slope = -1010580540;    /* -32/17 */
  const int32_t half_denominator = (int32_t)(((int64_t)x + INT32_MAX + 1) / 2);
  int32_t reciprocal = start + tflq_high_mul(half_denominator, slope);
  for (int step = 0; step < 3; step++) {
    const int32_t error = one - tflq_high_mul(half_denominator, reciprocal);
    reciprocal += tflq_saturating_shift_left(tflq_high_mul(reciprocal, error), 2);
  }
  return reciprocal;
}

/* 1 / (1 + x) in Q0.31 for x in [0, 1] in Q0.31. */
static inline int32_t tflq_one_over_one_plus(int32_t x) {
  return tflq_saturating_shift_left(tflq_two_over_one_plus(x), 1);
}

/* 1 / (1 + exp(-x)) in Q0.31 for x with `integer_bits` integer bits; x above INT32_MIN. */
static inline int32_t tflq_logistic(int32_t x, int32_t integer_bits) {
  if (x == 0) {
    return (int32_t)1 << 30;
  }
  const int32_t of_magnitude = tflq_one_over_one_plus(tflq_exp_negative(x > 0 ? -x : x, integer_bits));
  return x > 0 ? of_magnitude : INT32_MAX - of_magnitude;
}

/* tanh(x) in Q0.31 for x with `integer_bits` integer bits, at most 4; x above INT32_MIN. */
static inline int32_t tflq_tanh(int32_t x, int32_t integer_bits) {
  if (x == 0) {
    return 0;
  }
  /* (1 - e) / (1 + e) with e = exp(-2|x|), which is x again with one more integer bit. */
  const int32_t e = tflq_exp_negative(x > 0 ? -x : x, integer_bits + 1);
  const int32_t of_magnitude = tflq_saturating_shift_left(tflq_two_over_one_plus(e) - ((int32_t)1 << 29), 2);
  return x > 0 ? of_magnitude : -of_magnitude;
}

#endif
