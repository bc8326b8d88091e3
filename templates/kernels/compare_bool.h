/* The comparisons, of truth values, with broadcasting. */
#ifndef TFLQ_COMPARE_BOOL_H
#define TFLQ_COMPARE_BOOL_H

#include "tflq_compare.h"

typedef tflq_compare_params tflq_compare_bool_params;

static void tflq_compare_bool(const tflq_compare_bool_params *p, const uint8_t *input1, const uint8_t *input2,
                              uint8_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const uint8_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const uint8_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const bool a = in1[i * p->input1_step] != 0;
      const bool b = in2[i * p->input2_step] != 0;
      *output++ = tflq_is_accepted(p->accepted, a < b, a > b);
    }
  }
  TFLQ_WRITTEN();
}

#endif
