/* UNIDIRECTIONAL_SEQUENCE_LSTM, int16: sums of 64 bits. */
#ifndef TFLQ_LSTM_S16_H
#define TFLQ_LSTM_S16_H

#include "tflq_bytes.h"
#include "tflq_lstm.h"
#include "tflq_wide.h"

typedef tflq_lstm_params tflq_lstm_s16_params;

/* The sum of (a - a_zero_point) × b over n elements. */
static inline int64_t tflq_lstm_dot_s16(const int16_t *a, int32_t a_zero_point, const int8_t *b, int32_t n) {
  int64_t sum = 0;
  for (int32_t i = 0; i < n; i++) {
    sum += (int32_t)(a[i] - a_zero_point) * b[i];
  }
  return sum;
}

/* The argument of gate k of one unit, whose weights are given, in Q3.12. */
static inline int32_t tflq_lstm_gate_s16(const tflq_lstm_s16_params *p, int32_t k, const int16_t *input,
                                         const int8_t *weights, int64_t bias, const int16_t *hidden,
                                         const int8_t *recurrent) {
  const int64_t from_input = tflq_lstm_dot_s16(input, p->input_zero_point, weights, p->inputs) + bias;
  const int64_t from_hidden = tflq_lstm_dot_s16(hidden, p->hidden_zero_point, recurrent, p->units);
  const int32_t x = tflq_rescale_wide(from_input, p->input_multipliers[k], p->input_shifts[k]);
  const int32_t h = tflq_rescale_wide(from_hidden, p->recurrent_multipliers[k], p->recurrent_shifts[k]);
  return tflq_lstm_clamp_s16(tflq_lstm_clamp_s16(x) + tflq_lstm_clamp_s16(h));
}

static void tflq_lstm_s16(const tflq_lstm_s16_params *p, const int16_t *input, const int8_t *input_to_input,
                          const int8_t *input_to_forget, const int8_t *input_to_cell, const int8_t *input_to_output,
                          const int8_t *recurrent_to_input, const int8_t *recurrent_to_forget,
                          const int8_t *recurrent_to_cell, const int8_t *recurrent_to_output,
                          const void *input_bias, const void *forget_bias, const void *cell_bias,
                          const void *output_bias, int16_t *hidden, int16_t *cell, int16_t *output) {
  const int8_t *const weights[] = {input_to_input, input_to_forget, input_to_cell, input_to_output};
  const int8_t *const recurrent[] = {recurrent_to_input, recurrent_to_forget, recurrent_to_cell, recurrent_to_output};
  const void *const biases[] = {input_bias, forget_bias, cell_bias, output_bias};
  for (int32_t step = 0; step < p->sequences * p->steps; step++) {
    const int32_t first = step / p->steps * p->rows * p->units; /* of the states of this sequence */
    for (int32_t row = 0; row < p->rows; row++) {
      int16_t *row_hidden = hidden + first + row * p->units;
      int16_t *row_cell = cell + first + row * p->units;
      for (int32_t unit = 0; unit < p->units; unit++) {
        int32_t gates[TFLQ_LSTM_GATES];
        for (int32_t k = 0; k < TFLQ_LSTM_GATES; k++) {
          const int64_t bias = tflq_load_s64(biases[k], unit);
          gates[k] = tflq_lstm_gate_s16(p, k, input, weights[k] + unit * p->inputs, bias, row_hidden,
                                        recurrent[k] + unit * p->units);
        }
        row_cell[unit] = (int16_t)tflq_lstm_next_cell(p, gates, row_cell[unit]);
        const int32_t next = tflq_lstm_next_hidden(p, gates, row_cell[unit]);
        output[unit] = (int16_t)tflq_clamp(next, INT16_MIN, INT16_MAX);
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
