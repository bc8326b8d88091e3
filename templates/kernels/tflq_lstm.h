/*
 * What the LSTM kernels share. The gates' arguments are in Q3.12, what the gates give is in Q0.15; the cell state is an
 * int16 whose scale is a power of two.
 */
#ifndef TFLQ_LSTM_H
#define TFLQ_LSTM_H

#include "tflq_sigmoid_s16.h"

/* The gates, in the order of their weights. */
#define TFLQ_LSTM_GATES 4
enum { TFLQ_LSTM_INPUT, TFLQ_LSTM_FORGET, TFLQ_LSTM_CELL, TFLQ_LSTM_OUTPUT };

typedef struct {
  int32_t sequences; /* that lie one after the other, each with state of its own */
  int32_t steps;
  int32_t rows; /* side by side at every step, each with state of its own */
  int32_t inputs;
  int32_t units;
  int32_t input_zero_point;
  int32_t hidden_zero_point;
  /* Of each gate: from sums over the input, and from sums over the hidden state, to Q3.12. */
  const int32_t *input_multipliers;
  const int32_t *input_shifts;
  const int32_t *recurrent_multipliers;
  const int32_t *recurrent_shifts;
  /* From products to the cell state: of the forget gate and the state, of the input gate and the cell gate. */
  int32_t kept_multiplier;
  int32_t kept_shift;
  int32_t added_multiplier;
  int32_t added_shift;
  int32_t cell_min; /* where the cell state is clipped */
  int32_t cell_max;
  /* From the cell state to the argument of its tanh. */
  int32_t tanh_multiplier;
  int32_t tanh_shift;
  /* From the product of that tanh and the output gate to the hidden state. */
  int32_t hidden_multiplier;
  int32_t hidden_shift;
} tflq_lstm_params;

static inline int32_t tflq_lstm_clamp_s16(int32_t x) {
  return tflq_clamp(x, INT16_MIN, INT16_MAX);
}

static inline int32_t tflq_lstm_logistic(int32_t x) {
  return tflq_logistic_s16_of(3 * x);
}

/* One unit's next cell state. */
static inline int32_t tflq_lstm_next_cell(const tflq_lstm_params *p, const int32_t gates[TFLQ_LSTM_GATES],
                                          int32_t cell) {
  const int32_t kept = tflq_lstm_logistic(gates[TFLQ_LSTM_FORGET]) * cell;
  const int32_t added = tflq_lstm_logistic(gates[TFLQ_LSTM_INPUT]) * tflq_tanh_s16_of(3 * gates[TFLQ_LSTM_CELL]);
  const int32_t sum = tflq_lstm_clamp_s16(tflq_rescale(kept, p->kept_multiplier, p->kept_shift)) +
                      tflq_lstm_clamp_s16(tflq_rescale(added, p->added_multiplier, p->added_shift));
  return tflq_clamp(tflq_lstm_clamp_s16(sum), p->cell_min, p->cell_max);
}

/* One unit's hidden state, not yet clamped to its type. */
static inline int32_t tflq_lstm_next_hidden(const tflq_lstm_params *p, const int32_t gates[TFLQ_LSTM_GATES],
                                            int32_t cell) {
  const int32_t x = tflq_sigmoid_s16_argument(cell, p->tanh_multiplier, p->tanh_shift);
  const int32_t product = tflq_tanh_s16_of(x) * tflq_lstm_logistic(gates[TFLQ_LSTM_OUTPUT]);
  return p->hidden_zero_point + tflq_rescale(product, p->hidden_multiplier, p->hidden_shift);
}

#endif
