/* The kernels that find an element along one dimension: ARG_MAX, ARG_MIN. */
#ifndef TFLQ_ARG_H
#define TFLQ_ARG_H

#include "tflq_kernel.h"

typedef struct {
  /* Products of the dimensions before and after the one that is searched, and its own size. */
  int32_t outer;
  int32_t inner;
  int32_t length;
} tflq_arg_params;

/* Defines the kernel for elements of one type: where the first one is that no other `beats`, which is > or <. */
#define TFLQ_ARG_KERNEL(name, type, beats)                                         \
  static void name(const tflq_arg_params *p, const type *input, int32_t *output) { \
    for (int32_t outer = 0; outer < p->outer; outer++) {                           \
      for (int32_t inner = 0; inner < p->inner; inner++) {                         \
        const type *in = input + inner;                                            \
        int32_t found = 0;                                                         \
        for (int32_t i = 1; i < p->length; i++) {                                  \
          if (in[i * p->inner] beats in[found * p->inner]) {                       \
            found = i;                                                             \
          }                                                                        \
        }                                                                          \
        *output++ = found;                                                         \
      }                                                                            \
      input += p->length * p->inner;                                               \
    }                                                                              \
    TFLQ_WRITTEN();                                                                \
  }

#endif
