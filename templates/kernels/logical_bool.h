/* LOGICAL_AND and LOGICAL_OR, with broadcasting. */
#ifndef TFLQ_LOGICAL_BOOL_H
#define TFLQ_LOGICAL_BOOL_H

#include "tflq_pair.h"

typedef struct {
  TFLQ_PAIR_WALK
  int32_t least; /* how many inputs have to be true: 2 for AND, 1 for OR */
} tflq_logical_bool_params;

static void tflq_logical_bool(const tflq_logical_bool_params *p, const uint8_t *input1, const uint8_t *input2,
                              uint8_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const uint8_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const uint8_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const int32_t count = (in1[i * p->input1_step] != 0 ? 1 : 0) + (in2[i * p->input2_step] != 0 ? 1 : 0);
      *output++ = count >= p->least ? 1 : 0;
    }
  }
  TFLQ_WRITTEN();
}

#endif
