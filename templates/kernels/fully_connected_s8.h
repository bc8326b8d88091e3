/* FULLY_CONNECTED, int8: each output is the weighted sum of a whole row of the input. */
#ifndef TFLQ_FULLY_CONNECTED_S8_H
#define TFLQ_FULLY_CONNECTED_S8_H

#include "tflq_accumulate.h"

typedef struct {
  int32_t rows; /* of the input and of the output */
  int32_t inputs;
  int32_t outputs;
  int32_t input_zero_point;
  int32_t weights_zero_point;
  /* From sums to the output's scale: one factor for each output (step 1), or one for all (step 0). */
  int32_t scale_step;
  const int32_t *output_multipliers;
  const int32_t *output_shifts;
  int32_t output_zero_point;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_fully_connected_s8_params;

/* What the weights' zero point takes off every sum of a row: the sum of the row times it. */
static inline uint32_t tflq_fully_connected_s8_surplus(const tflq_fully_connected_s8_params *p, const int8_t *row) {
  uint32_t sum = 0;
  if (p->weights_zero_point != 0) {
    for (int32_t i = 0; i < p->inputs; i++) {
      sum += (uint32_t)(row[i] - p->input_zero_point);
    }
  }
  return sum * (uint32_t)p->weights_zero_point;
}

static void tflq_fully_connected_s8(const tflq_fully_connected_s8_params *p, const int8_t *input,
                                    const int8_t *weights, const int32_t *bias, int8_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const uint32_t surplus = tflq_fully_connected_s8_surplus(p, input);
    for (int32_t first = 0; first < p->outputs; first += TFLQ_DOT_S8_ROWS) {
      const tflq_dot_s8_rows rows = tflq_dot_s8_take(p->outputs - first, p->inputs);
      uint32_t sums[TFLQ_DOT_S8_ROWS] = {0};
      tflq_dot_s8(input, p->input_zero_point, weights + first * p->inputs, &rows, p->inputs, sums);
      for (int32_t i = 0; i < rows.count; i++) {
        const uint32_t sum = sums[i] - surplus + (bias ? (uint32_t)bias[first + i] : 0);
        const int32_t scale = (first + i) * p->scale_step;
        output[first + i] = tflq_output_s8(sum, p->output_multipliers[scale], p->output_shifts[scale],
                                           p->output_zero_point, p->output_min, p->output_max);
      }
    }
    input += p->inputs;
    output += p->outputs;
  }
  TFLQ_WRITTEN();
}

#endif
