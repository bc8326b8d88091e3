/*
 * Moves elements from where they lie in one tensor to where they belong in another: transposing, slicing, splitting,
 * joining, reversing, repeating, and the inside of padding.
 *
 * Rows of elements at even distances on both sides, in a nest of loops, outermost first: loop d makes extents[d]
 * turns, and each of them moves on by a stride on either side. Strides and steps may be negative, or 0 where what is
 * read is repeated. Nothing is divided, for the smallest cores cannot.
 */
#ifndef TFLQ_MOVE_H
#define TFLQ_MOVE_H

#include "tflq_kernel.h"

typedef struct {
  int32_t row_length;   /* elements */
  int32_t input_step;   /* from one element of a row to the next */
  int32_t output_step;
  int32_t input_start;  /* the first element */
  int32_t output_start;
  int32_t rows;
  int32_t rank; /* loops around the rows, at most TFLQ_MOVE_LOOPS */
  const int32_t *extents;
  const int32_t *input_strides;
  const int32_t *output_strides;
} tflq_move_params;

/* TFLite Micro's shapes have up to six dimensions, and an element's bytes may be a loop too. */
#define TFLQ_MOVE_LOOPS 8

/* Where the walk is. */
typedef struct {
  int32_t input;
  int32_t output;
  int32_t turns[TFLQ_MOVE_LOOPS];
} tflq_move_place;

static inline tflq_move_place tflq_move_first(const tflq_move_params *p) {
  tflq_move_place at = {.input = p->input_start, .output = p->output_start, .turns = {0}};
  return at;
}

/* Goes on to the next row. */
static inline void tflq_move_next(const tflq_move_params *p, tflq_move_place *at) {
  for (int32_t d = p->rank - 1; d >= 0; d--) {
    at->input += p->input_strides[d];
    at->output += p->output_strides[d];
    if (++at->turns[d] < p->extents[d]) {
      break;
    }
    at->turns[d] = 0;
    at->input -= p->extents[d] * p->input_strides[d];
    at->output -= p->extents[d] * p->output_strides[d];
  }
  TFLQ_WRITTEN();
}

/* Defines the kernel for elements of one type. */
#define TFLQ_MOVE_KERNEL(name, type)                                             \
  static void name(const tflq_move_params *p, const void *input, void *output) { \
    tflq_move_place at = tflq_move_first(p);                                     \
    for (int32_t row = 0; row < p->rows; row++) {                                \
      const type *in = (const type *)input + at.input;                           \
      type *out = (type *)output + at.output;                                    \
      if (p->input_step == 1 && p->output_step == 1) {                           \
        for (int32_t i = 0; i < p->row_length; i++) {                            \
          out[i] = in[i];                                                        \
        }                                                                        \
      } else {                                                                   \
        for (int32_t i = 0; i < p->row_length; i++) {                            \
          out[i * p->output_step] = in[i * p->input_step];                       \
        }                                                                        \
      }                                                                          \
      tflq_move_next(p, &at);                                                    \
    }                                                                            \
    TFLQ_WRITTEN();                                                              \
  }

#endif
