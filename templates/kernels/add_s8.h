/*
 * ADD, int8: output = input1 + input2, each with a scale of its own, with broadcasting.
 *
 * Both inputs are raised to a common scale of twice the larger one, with 20 more bits, so that the sum is exact
 * to far below one step of the output; then the sum is brought to the output's scale.
 */
#ifndef TFLQ_ADD_S8_H
#define TFLQ_ADD_S8_H

#include "tflq_pair.h"

typedef tflq_scaled_pair_params tflq_add_s8_params;

/* Bits by which the inputs are raised before they are scaled. */
#define TFLQ_ADD_S8_HEADROOM 20

static void tflq_add_s8(const tflq_add_s8_params *p, const int8_t *input1, const int8_t *input2, int8_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const int8_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const int8_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const int32_t sum = tflq_scaled_input1(p, in1[i * p->input1_step], TFLQ_ADD_S8_HEADROOM) +
                          tflq_scaled_input2(p, in2[i * p->input2_step], TFLQ_ADD_S8_HEADROOM);
      *output++ = (int8_t)tflq_scaled_output(p, sum);
    }
  }
  TFLQ_WRITTEN();
}

#endif
