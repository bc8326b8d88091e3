/* What elementwise kernels of two inputs share: the walk, and sums and differences of numbers of two scales. */
#ifndef TFLQ_PAIR_H
#define TFLQ_PAIR_H

#include "tflq_kernel.h"
#include "tflq_walk.h"

/*
 * The fields that such a kernel's parameters begin with: the walk over the output, row by row. An input's stride or
 * step is 0 where the input is stretched.
 */
#define TFLQ_PAIR_WALK           \
  int32_t rows;                  \
  int32_t row_length;            \
  int32_t input1_step;           \
  int32_t input2_step;           \
  int32_t rank;                  \
  const int32_t *extents;        \
  const int32_t *input1_strides; \
  const int32_t *input2_strides;

/* Where row `row` of an input begins; `number` is 1 or 2. */
#define TFLQ_PAIR_ROW(p, number, row) tflq_walk_offset(row, (p)->rank, (p)->extents, (p)->input##number##_strides)

/* Of kernels that bring both inputs to a common scale, and what they make of them to the output's. */
typedef struct {
  TFLQ_PAIR_WALK
  /* Zero points, and factors to the common scale and from it. */
  int32_t input1_zero_point;
  int32_t input1_multiplier;
  int32_t input1_shift;
  int32_t input2_zero_point;
  int32_t input2_multiplier;
  int32_t input2_shift;
  int32_t output_zero_point;
  int32_t output_multiplier;
  int32_t output_shift;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_scaled_pair_params;

/* The first input in the common scale, raised by `headroom` bits before. */
static inline int32_t tflq_scaled_input1(const tflq_scaled_pair_params *p, int32_t value, int32_t headroom) {
  const int32_t raised = (value - p->input1_zero_point) * ((int32_t)1 << headroom);
  return tflq_rescale(raised, p->input1_multiplier, p->input1_shift);
}

/* The second input in the common scale, raised by `headroom` bits before. */
static inline int32_t tflq_scaled_input2(const tflq_scaled_pair_params *p, int32_t value, int32_t headroom) {
  const int32_t raised = (value - p->input2_zero_point) * ((int32_t)1 << headroom);
  return tflq_rescale(raised, p->input2_multiplier, p->input2_shift);
}

/* A value of the common scale in the output's. */
static inline int32_t tflq_scaled_output(const tflq_scaled_pair_params *p, int32_t value) {
  const int32_t scaled = tflq_rescale(value, p->output_multiplier, p->output_shift);
  return tflq_clamp((int32_t)((uint32_t)scaled + (uint32_t)p->output_zero_point), p->output_min, p->output_max);
}

/* Of kernels that compute with integers as they are. */
typedef struct {
  TFLQ_PAIR_WALK
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_plain_pair_params;

#endif
