/* FULLY_CONNECTED, int16 with int8 weights: each output is the weighted sum of a whole row of the input. */
#ifndef TFLQ_FULLY_CONNECTED_S16_H
#define TFLQ_FULLY_CONNECTED_S16_H

#include "tflq_accumulate_s16.h"

typedef struct {
  int32_t rows; /* of the input and of the output */
  int32_t inputs;
  int32_t outputs;
  int32_t accumulator_bits; /* of sums and biases: 64 or 32 */
  /* From sums to the output's scale: one factor for each output (step 1), or one for all (step 0). */
  int32_t scale_step;
  const int32_t *output_multipliers;
  const int32_t *output_shifts;
  /* The fused activation's range. */
  int32_t output_min;
  int32_t output_max;
} tflq_fully_connected_s16_params;

static void tflq_fully_connected_s16(const tflq_fully_connected_s16_params *p, const int16_t *input,
                                     const int8_t *weights, const void *bias, int16_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    for (int32_t i = 0; i < p->outputs; i++) {
      const int64_t sum = tflq_dot_s16(input, weights + i * p->inputs, p->inputs) +
                          tflq_bias_s16(bias, p->accumulator_bits, i);
      const int32_t scale = i * p->scale_step;
      output[i] = tflq_output_s16_of(p->accumulator_bits, sum, p->output_multipliers[scale],
                                     p->output_shifts[scale], p->output_min, p->output_max);
    }
    input += p->inputs;
    output += p->outputs;
  }
  TFLQ_WRITTEN();
}

#endif
