/*
 * RESIZE_BILINEAR, int8: every output lies between four pixels of the input.
 *
 * For each row and each column of the output a table holds where its two neighbours lie and how far it is from the
 * first to the second, in 1/1024.
 */
#ifndef TFLQ_RESIZE_BILINEAR_S8_H
#define TFLQ_RESIZE_BILINEAR_S8_H

#include "tflq_kernel.h"

typedef struct {
  int32_t batches;
  int32_t input_batch; /* elements of one */
  int32_t output_height;
  int32_t output_width;
  int32_t depth;
  const int32_t *rows;    /* three numbers each: offsets of the neighbours in elements, distance */
  const int32_t *columns; /* the same */
} tflq_resize_bilinear_s8_params;

#define TFLQ_RESIZE_BILINEAR_S8_ONE 1024

static void tflq_resize_bilinear_s8(const tflq_resize_bilinear_s8_params *p, const int8_t *input, int8_t *output) {
  const int32_t one = TFLQ_RESIZE_BILINEAR_S8_ONE;
  for (int32_t b = 0; b < p->batches; b++) {
    for (int32_t y = 0; y < p->output_height; y++) {
      const int32_t *row = p->rows + 3 * y;
      for (int32_t x = 0; x < p->output_width; x++) {
        const int32_t *column = p->columns + 3 * x;
        const int8_t *in00 = input + row[0] + column[0];
        const int8_t *in01 = input + row[0] + column[1];
        const int8_t *in10 = input + row[1] + column[0];
        const int8_t *in11 = input + row[1] + column[1];
        const int32_t weight00 = (one - row[2]) * (one - column[2]);
        const int32_t weight01 = (one - row[2]) * column[2];
        const int32_t weight10 = row[2] * (one - column[2]);
        const int32_t weight11 = row[2] * column[2];
        for (int32_t c = 0; c < p->depth; c++) {
          const int32_t sum = in00[c] * weight00 + in01[c] * weight01 + in10[c] * weight10 + in11[c] * weight11;
          const int32_t half = sum > 0 ? one * one / 2 : -(one * one / 2);
          *output++ = (int8_t)((sum + half) / (one * one));
        }
      }
    }
    input += p->input_batch;
  }
  TFLQ_WRITTEN();
}

#endif
