/*
 * Functions of fixed-point numbers: exp, logarithm, reciprocal, inverse square root, logistic, tanh.
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

/* 1 / sqrt(x) for an integer x as a real factor, multiplier × 2^(shift - 31); 0 counts as 1. */
typedef struct {
  int32_t multiplier;
  int32_t shift; /* at most 0 */
} tflq_inverse_sqrt_factor;

/* Five steps of Newton's iteration from 1, in Q3.28, for x × 4^k in [2^27, 2^29). */
static inline tflq_inverse_sqrt_factor tflq_inverse_sqrt(int32_t x) {
  tflq_inverse_sqrt_factor result = {INT32_MAX, 0};
  if (x <= 1) {
    return result;
  }
  result.shift = -11;
  while (x >= ((int32_t)1 << 29)) {
    x /= 4;
    result.shift--;
  }
  while (x < ((int32_t)1 << 27)) {
    x *= 4;
    result.shift++;
  }
  const int32_t half_x = tflq_rounding_shift_right(x >> 1, 1);
  const int32_t three_halves = 3 * ((int32_t)1 << 27);
  const int32_t sqrt_half = 1518500250; /* Q0.31 */
  int32_t y = (int32_t)1 << 28;
  for (int step = 0; step < 5; step++) {
    const int32_t y3 = tflq_saturating_shift_left(tflq_high_mul(tflq_high_mul(y, y), y), 6);
    y = tflq_saturating_shift_left(tflq_high_mul(three_halves, y) - tflq_high_mul(half_x, y3), 3);
  }
  result.multiplier = tflq_high_mul(y, sqrt_half);
  if (result.shift > 0) {
    result.multiplier *= (int32_t)1 << result.shift;
    result.shift = 0;
  }
  return result;
}

/* Leading zero bits of x > 0. */
static inline int32_t tflq_leading_zeros(int32_t x) {
  int32_t zeros = 0;
  for (uint32_t bits = (uint32_t)x; (bits & UINT32_C(0x80000000)) == 0; bits <<= 1) {
    zeros++;
  }
  return zeros;
}

/*
 * log(x) in Q5.26 for x ≥ 1 in Q12.19. x is r × 2^k with r around sqrt(sqrt(1/2)); log(r) is a rational function, and k
 * is a multiple of 1/2 chosen so that r is as near as can be.
 */
static inline int32_t tflq_log(int32_t x) {
  const int32_t log_2 = 1488522236; /* these are in Q0.31 */
  const int32_t sqrt_half = 1518500250;
  const int32_t sqrt_sqrt_half = 1805811301;
  const int32_t alpha_n = 117049297;
  const int32_t alpha_d = 127690142;
  const int32_t alpha_i = 1057819769;
  const int32_t alpha_f = 638450708;
  const int32_t quarter = (int32_t)1 << 23; /* 1/4 in Q6.25, as the powers of two are */

  const int32_t zeros_a = tflq_leading_zeros(x);
  const int32_t scaled_a = tflq_high_mul(tflq_saturating_shift_left(x, zeros_a - 1), sqrt_half);
  const int32_t r_a = tflq_saturating_shift_left(scaled_a, 1);
  const int32_t power_a = (12 - zeros_a) * ((int32_t)1 << 25) + quarter;

  const int32_t headroom_b = tflq_leading_zeros(tflq_high_mul(x, sqrt_half)) - 1;
  const int32_t r_b = tflq_saturating_shift_left(x, headroom_b);
  const int32_t power_b = (12 - headroom_b) * ((int32_t)1 << 25) - quarter;

  const int32_t r = r_a < r_b ? r_a : r_b;
  const int32_t power = power_a > power_b ? power_a : power_b;

  const int32_t p = (int32_t)(((int64_t)r + sqrt_sqrt_half + 1) / 2);
  const int32_t q = (r - sqrt_sqrt_half) * 2;
  const int32_t q2 = tflq_high_mul(q, q);
  const int32_t numerator = tflq_high_mul(q, r) + tflq_high_mul(tflq_high_mul(q, q2), alpha_n);
  const int32_t denominator_minus_one =
      tflq_high_mul(p, alpha_i + q + tflq_high_mul(alpha_d, q2)) + tflq_high_mul(alpha_f, q);
  const int32_t reciprocal = tflq_one_over_one_plus(denominator_minus_one);
  const int32_t log_r = tflq_high_mul(tflq_rounding_shift_right(numerator, 6), reciprocal);
  return tflq_saturating_shift_left(tflq_high_mul(power, log_2) + log_r, 1);
}

#endif
