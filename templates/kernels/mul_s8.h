/* MUL, int8: output = input1 × input2, with broadcasting. */
#ifndef TFLQ_MUL_S8_H
#define TFLQ_MUL_S8_H

#include "tflq_kernel.h"
#include "tflq_walk.h"

typedef struct {
  /* The walk over the output, row by row; an input's stride or step is 0 where the input is stretched. */
  int32_t rows;
  int32_t row_length;
  int32_t input1_step;
  int32_t input2_step;
  int32_t rank;
  const int32_t *extents;
  const int32_t *input1_strides;
  const int32_t *input2_strides;
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
    const int8_t *in1 = input1 + tflq_walk_offset(row, p->rank, p->extents, p->input1_strides);
    const int8_t *in2 = input2 + tflq_walk_offset(row, p->rank, p->extents, p->input2_strides);
    for (int32_t i = 0; i < p->row_length; i++) {
      const int32_t product =
          (in1[i * p->input1_step] - p->input1_zero_point) * (in2[i * p->input2_step] - p->input2_zero_point);
      const int32_t scaled = tflq_rescale(product, p->output_multiplier, p->output_shift) + p->output_zero_point;
      *output++ = (int8_t)tflq_clamp(scaled, p->output_min, p->output_max);
    }
  }
}

#endif
