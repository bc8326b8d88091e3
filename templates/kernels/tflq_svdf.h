/*
 * What the SVDF kernels share. Each filter reduces the input to one number a step and remembers as many of them as its
 * weights in time are long; what they give for them is summed over the filters of a unit.
 */
#ifndef TFLQ_SVDF_H
#define TFLQ_SVDF_H

#include "tflq_kernel.h"

typedef struct {
  int32_t batches;
  int32_t inputs;
  int32_t units;
  int32_t rank;   /* filters of a unit */
  int32_t memory; /* steps that a filter remembers */
  int32_t input_zero_point;
  int32_t state_zero_point;
  int32_t output_zero_point;
  /* From sums over the input to the state's scale. */
  int32_t state_multiplier;
  int32_t state_shift;
  /* From sums over the state to the output's scale. */
  int32_t output_multiplier;
  int32_t output_shift;
} tflq_svdf_params;

/* What a filter remembers of this step, in the state's scale, not yet clamped to its type. */
static inline int32_t tflq_svdf_feature(const tflq_svdf_params *p, const int8_t *input, const int8_t *weights) {
  uint32_t sum = 0;
  for (int32_t i = 0; i < p->inputs; i++) {
    sum += (uint32_t)((input[i] - p->input_zero_point) * weights[i]);
  }
  return tflq_rescale((int32_t)sum, p->state_multiplier, p->state_shift);
}

/* A unit's output. */
static inline int8_t tflq_svdf_output(const tflq_svdf_params *p, uint32_t sum) {
  const int32_t scaled = tflq_rescale((int32_t)sum, p->output_multiplier, p->output_shift);
  return (int8_t)tflq_clamp(scaled + p->output_zero_point, INT8_MIN, INT8_MAX);
}

#endif
