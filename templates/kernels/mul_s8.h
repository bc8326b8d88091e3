/* MUL, int8: output = input1 × input2, with broadcasting. */
#ifndef TFLQ_MUL_S8_H
#define TFLQ_MUL_S8_H

#include "tflq_pair.h"

typedef struct {
  TFLQ_PAIR_WALK
  int32_t input1_zero_point;
  int32_t input2_zero_point;
  int32_t output_zero_point;
  /* Product of the inputs' scales over the output's. */
  int32_t output_multiplier;
  int32_t output_shift;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_mul_s8_params;

static void tflq_mul_s8(const tflq_mul_s8_params *p, const int8_t *input1, const int8_t *input2, int8_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const int8_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const int8_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const int32_t product =
          (in1[i * p->input1_step] - p->input1_zero_point) * (in2[i * p->input2_step] - p->input2_zero_point);
      const int32_t scaled = tflq_rescale(product, p->output_multiplier, p->output_shift) + p->output_zero_point;
      *output++ = (int8_t)tflq_clamp(scaled, p->output_min, p->output_max);
    }
  }
  TFLQ_WRITTEN();
}

#endif
