/* LOG_SOFTMAX, int8: logarithms of probabilities, in steps of 1/16 from zero point 127. */
#ifndef TFLQ_LOG_SOFTMAX_S8_H
#define TFLQ_LOG_SOFTMAX_S8_H

#include "tflq_softmax.h"

typedef struct {
  int32_t rows;
  int32_t depth; /* elements of a row */
  /* From differences of the input to Q5.26. */
  int32_t input_multiplier;
  int32_t input_shift;
  /* Elements that far below the row's largest, or farther, add nothing to the sum. */
  int32_t diff_min;
  /* Back from Q5.26 to differences of the input. */
  int32_t reverse_multiplier;
  int32_t reverse_shift;
} tflq_log_softmax_s8_params;

/* One row. */
static inline void tflq_log_softmax_s8_row(const tflq_log_softmax_s8_params *p, const int8_t *input, int8_t *output) {
  const tflq_softmax_params exp = {1, p->depth, p->input_multiplier, p->input_shift, p->diff_min};
  const int32_t max = tflq_softmax_max(&exp, input);
  const int32_t log_sum = tflq_log((int32_t)tflq_softmax_sum(&exp, input, max));
  /* Elements at or below this difference have a logarithm beyond Q5.26. */
  const int32_t beyond = tflq_rescale(log_sum + INT32_MIN, p->reverse_multiplier, p->reverse_shift);
  const int32_t lowest = beyond > p->diff_min - 1 ? beyond : p->diff_min - 1;
  for (int32_t i = 0; i < p->depth; i++) {
    const int32_t diff = input[i] - max;
    int32_t steps = INT8_MIN;
    if (diff > lowest) {
      const int32_t x = tflq_rescale(diff, p->input_multiplier, p->input_shift);
      steps = tflq_rounding_shift_right(x - log_sum, 22) + INT8_MAX;
    }
    output[i] = (int8_t)tflq_clamp(steps, INT8_MIN, INT8_MAX);
  }
  TFLQ_WRITTEN();
}

static void tflq_log_softmax_s8(const tflq_log_softmax_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t r = 0; r < p->rows; r++) {
    tflq_log_softmax_s8_row(p, input, output);
    input += p->depth;
    output += p->depth;
  }
  TFLQ_WRITTEN();
}

#endif
