/*
 * ADD_N, int8: the sum of two to eight tensors of one scale and zero point.
 *
 * As in TFLite Micro, the sum begins with what stands for 0, less the zero point: with any other zero point than 0 it
 * is too small by the zero point's magnitude.
 */
#ifndef TFLQ_ADD_N_S8_H
#define TFLQ_ADD_N_S8_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size;  /* elements */
  int32_t count; /* inputs; the others are NULL */
  /* Zero points, and factors to twice the inputs' scale and from it. */
  int32_t input_zero_point;
  int32_t input_multiplier;
  int32_t input_shift;
  int32_t output_zero_point;
  int32_t output_multiplier;
  int32_t output_shift;
} tflq_add_n_s8_params;

/* Bits by which the inputs are raised before they are scaled. */
#define TFLQ_ADD_N_S8_HEADROOM 20

static inline int32_t tflq_add_n_s8_scaled(const tflq_add_n_s8_params *p, int32_t value) {
  const int32_t raised = (value - p->input_zero_point) * (1 << TFLQ_ADD_N_S8_HEADROOM);
  return tflq_rescale(raised, p->input_multiplier, p->input_shift);
}

static void tflq_add_n_s8(const tflq_add_n_s8_params *p, const int8_t *input1, const int8_t *input2,
                          const int8_t *input3, const int8_t *input4, const int8_t *input5, const int8_t *input6,
                          const int8_t *input7, const int8_t *input8, int8_t *output) {
  const int8_t *const inputs[] = {input1, input2, input3, input4, input5, input6, input7, input8};
  for (int32_t i = 0; i < p->size; i++) {
    uint32_t sum = (uint32_t)tflq_add_n_s8_scaled(p, 0);
    for (int32_t n = 0; n < p->count; n++) {
      sum += (uint32_t)tflq_add_n_s8_scaled(p, inputs[n][i]);
    }
    const int32_t scaled = tflq_rescale((int32_t)sum, p->output_multiplier, p->output_shift);
    output[i] = (int8_t)tflq_clamp(scaled + p->output_zero_point, INT8_MIN, INT8_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
