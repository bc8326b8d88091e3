/* SOFTMAX, int16: probabilities in steps of 1/32768. */
#ifndef TFLQ_SOFTMAX_S16_H
#define TFLQ_SOFTMAX_S16_H

#include "tflq_kernel.h"
#include "tflq_softmax_tables.h"

typedef struct {
  int32_t rows;
  int32_t depth; /* elements of a row */
  /* From differences of the input, times beta, to steps of 10 / 65535. */
  int32_t input_multiplier;
  int32_t input_shift;
} tflq_softmax_s16_params;

/* Writes the exponentials of a row, in Q0.15, and returns their sum, which is at least 2^14. */
static inline int32_t tflq_softmax_s16_exp(const tflq_softmax_s16_params *p, const int16_t *input, int16_t *output) {
  int32_t max = INT16_MIN;
  for (int32_t i = 0; i < p->depth; i++) {
    max = input[i] > max ? input[i] : max;
  }
  int32_t sum = 0;
  for (int32_t i = 0; i < p->depth; i++) {
    const int32_t scaled = tflq_rescale(input[i] - max, p->input_multiplier, p->input_shift);
    const int32_t place = tflq_clamp(scaled + INT16_MAX, INT16_MIN, INT16_MAX);
    output[i] = (int16_t)tflq_softmax_look_up(tflq_softmax_exp_table, place);
    sum += output[i];
  }
  TFLQ_WRITTEN();
  return sum;
}

static void tflq_softmax_s16(const tflq_softmax_s16_params *p, const int16_t *input, int16_t *output) {
  for (int32_t r = 0; r < p->rows; r++) {
    int32_t sum = tflq_softmax_s16_exp(p, input, output);
    int32_t bits = 30; /* the sum is (1 + x) × 2^bits, x in [0, 1) */
    while (sum < (int32_t)1 << 30) {
      sum *= 2;
      bits--;
    }
    const int32_t x = (((sum >> 13) + 1) >> 1) - (1 << 16); /* in units of 2^-16 */
    const int32_t place = tflq_clamp(x + INT16_MIN, INT16_MIN, INT16_MAX);
    const int32_t reciprocal = tflq_softmax_look_up(tflq_softmax_reciprocal_table, place);
    for (int32_t i = 0; i < p->depth; i++) {
      const int32_t product = (output[i] * reciprocal + ((int32_t)1 << (bits - 1))) >> bits;
      output[i] = (int16_t)tflq_clamp(product, 0, INT16_MAX);
    }
    input += p->depth;
    output += p->depth;
  }
  TFLQ_WRITTEN();
}

#endif
