/* MUL, int16: output = input1 × input2, with broadcasting. */
#ifndef TFLQ_MUL_S16_H
#define TFLQ_MUL_S16_H

#include "tflq_pair.h"

typedef struct {
  TFLQ_PAIR_WALK
  /* Product of the inputs' scales over the output's. */
  int32_t output_multiplier;
  int32_t output_shift;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_mul_s16_params;

static void tflq_mul_s16(const tflq_mul_s16_params *p, const int16_t *input1, const int16_t *input2,
                         int16_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const int16_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const int16_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const int32_t product = in1[i * p->input1_step] * in2[i * p->input2_step];
      const int32_t scaled = tflq_rescale(product, p->output_multiplier, p->output_shift);
      *output++ = (int16_t)tflq_clamp(scaled, p->output_min, p->output_max);
    }
  }
  TFLQ_WRITTEN();
}

#endif
