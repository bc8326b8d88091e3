/* MAXIMUM and MINIMUM, int8, with broadcasting. */
#ifndef TFLQ_EXTREMUM_S8_H
#define TFLQ_EXTREMUM_S8_H

#include "tflq_pair.h"

typedef struct {
  TFLQ_PAIR_WALK
  int32_t largest; /* 1 for the larger of two, 0 for the smaller */
} tflq_extremum_s8_params;

static void tflq_extremum_s8(const tflq_extremum_s8_params *p, const int8_t *input1, const int8_t *input2,
                             int8_t *output) {
  for (int32_t row = 0; row < p->rows; row++) {
    const int8_t *in1 = input1 + TFLQ_PAIR_ROW(p, 1, row);
    const int8_t *in2 = input2 + TFLQ_PAIR_ROW(p, 2, row);
    for (int32_t i = 0; i < p->row_length; i++) {
      const int8_t a = in1[i * p->input1_step];
      const int8_t b = in2[i * p->input2_step];
      *output++ = (p->largest != 0) == (a > b) ? a : b;
    }
  }
  TFLQ_WRITTEN();
}

#endif
