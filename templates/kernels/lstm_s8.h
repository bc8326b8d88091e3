/* UNIDIRECTIONAL_SEQUENCE_LSTM, int8: sums of 32 bits. */
#ifndef TFLQ_LSTM_S8_H
#define TFLQ_LSTM_S8_H

#include "tflq_lstm.h"

typedef tflq_lstm_params tflq_lstm_s8_params;

/* The sum of (a - a_zero_point) × b over n elements. */
static inline uint32_t tflq_lstm_dot_s8(const int8_t *a, int32_t a_zero_point, const int8_t *b, int32_t n) {
  uint32_t sum = 0;
  for (int32_t i = 0; i < n; i++) {
    sum += (uint32_t)((a[i] - a_zero_point) * b[i]);
  }
  return sum;
}

/* The argument of gate k of one unit, whose weights are given, in Q3.12. */
static inline int32_t tflq_lstm_gate_s8(const tflq_lstm_s8_params *p, int32_t k, const int8_t *input,
                                        const int8_t *weights, uint32_t bias, const int8_t *hidden,
                                        const int8_t *recurrent) {
  const uint32_t from_input = tflq_lstm_dot_s8(input, p->input_zero_point, weights, p->inputs) + bias;
  const uint32_t from_hidden = tflq_lstm_dot_s8(hidden, p->hidden_zero_point, recurrent, p->units);
  const int32_t x = tflq_rescale((int32_t)from_input, p->input_multipliers[k], p->input_shifts[k]);
  const int32_t h = tflq_rescale((int32_t)from_hidden, p->recurrent_multipliers[k], p->recurrent_shifts[k]);
  return tflq_lstm_clamp_s16(tflq_lstm_clamp_s16(x) + tflq_lstm_clamp_s16(h));
}

static void tflq_lstm_s8(const tflq_lstm_s8_params *p, const int8_t *input, const int8_t *input_to_input,
                         const int8_t *input_to_forget, const int8_t *input_to_cell, const int8_t *input_to_output,
                         const int8_t *recurrent_to_input, const int8_t *recurrent_to_forget,
                         const int8_t *recurrent_to_cell, const int8_t *recurrent_to_output,
                         const int32_t *input_bias, const int32_t *forget_bias, const int32_t *cell_bias,
                         const int32_t *output_bias, int8_t *hidden, int16_t *cell, int8_t *output) {
  const int8_t *const weights[] = {input_to_input, input_to_forget, input_to_cell, input_to_output};
  const int8_t *const recurrent[] = {recurrent_to_input, recurrent_to_forget, recurrent_to_cell, recurrent_to_output};
  const int32_t *const biases[] = {input_bias, forget_bias, cell_bias, output_bias};
  for (int32_t step = 0; step < p->sequences * p->steps; step++) {
    const int32_t first = step / p->steps * p->rows * p->units; /* of the states of this sequence */
    for (int32_t row = 0; row < p->rows; row++) {
      int8_t *row_hidden = hidden + first + row * p->units;
      int16_t *row_cell = cell + first + row * p->units;
      for (int32_t unit = 0; unit < p->units; unit++) {
        int32_t gates[TFLQ_LSTM_GATES];
        for (int32_t k = 0; k < TFLQ_LSTM_GATES; k++) {
          const uint32_t bias = (uint32_t)biases[k][unit];
          gates[k] = tflq_lstm_gate_s8(p, k, input, weights[k] + unit * p->inputs, bias, row_hidden,
                                       recurrent[k] + unit * p->units);
        }
        row_cell[unit] = (int16_t)tflq_lstm_next_cell(p, gates, row_cell[unit]);
        const int32_t next = tflq_lstm_next_hidden(p, gates, row_cell[unit]);
        output[unit] = (int8_t)tflq_clamp(next, INT8_MIN, INT8_MAX);
      }
      /* All units have seen the state of the step before. */
      for (int32_t unit = 0; unit < p->units; unit++) {
        row_hidden[unit] = output[unit];
      }
      input += p->inputs;
      output += p->units;
    }
  }
  TFLQ_WRITTEN();
}

#endif
