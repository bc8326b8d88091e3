/* What the comparisons share. */
#ifndef TFLQ_COMPARE_H
#define TFLQ_COMPARE_H

#include <stdbool.h>

#include "tflq_pair.h"

/* The outcomes of comparing the first input with the second. */
#define TFLQ_LESS 1
#define TFLQ_EQUAL 2
#define TFLQ_GREATER 4

typedef struct {
  TFLQ_PAIR_WALK
  int32_t accepted; /* the outcomes that are true: a sum of TFLQ_LESS and its like */
} tflq_compare_params;

/* 1 where the outcome is among those that are accepted, else 0. */
static inline uint8_t tflq_is_accepted(int32_t accepted, bool less, bool greater) {
  const int32_t outcome = less ? TFLQ_LESS : greater ? TFLQ_GREATER : TFLQ_EQUAL;
  return (accepted & outcome) != 0 ? 1 : 0;
}

#endif
