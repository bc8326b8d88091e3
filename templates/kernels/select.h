/*
 * SELECT_V2, any element type: output = the second input where the first, the condition, is true, else the third, with
 * broadcasting.
 */
#ifndef TFLQ_SELECT_H
#define TFLQ_SELECT_H

#include "tflq_kernel.h"
#include "tflq_walk.h"

typedef struct {
  /* The walk over the output, row by row; an input's stride or step is 0 where the input is stretched. */
  int32_t rows;
  int32_t row_length;
  int32_t input1_step;
  int32_t input2_step;
  int32_t input3_step;
  int32_t rank;
  const int32_t *extents;
  const int32_t *input1_strides;
  const int32_t *input2_strides;
  const int32_t *input3_strides;
  int32_t element; /* bytes of one */
} tflq_select_params;

static void tflq_select(const tflq_select_params *p, const uint8_t *condition, const void *input2, const void *input3,
                        void *output) {
  uint8_t *out = (uint8_t *)output;
  for (int32_t row = 0; row < p->rows; row++) {
    const int32_t start1 = tflq_walk_offset(row, p->rank, p->extents, p->input1_strides);
    const int32_t start2 = tflq_walk_offset(row, p->rank, p->extents, p->input2_strides);
    const int32_t start3 = tflq_walk_offset(row, p->rank, p->extents, p->input3_strides);
    for (int32_t i = 0; i < p->row_length; i++) {
      const uint8_t *from = condition[start1 + i * p->input1_step] != 0
                                ? (const uint8_t *)input2 + (start2 + i * p->input2_step) * p->element
                                : (const uint8_t *)input3 + (start3 + i * p->input3_step) * p->element;
      for (int32_t byte = 0; byte < p->element; byte++) {
        *out++ = from[byte];
      }
    }
  }
  TFLQ_WRITTEN();
}

#endif
