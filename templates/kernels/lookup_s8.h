/* Any function of one int8, by a table of its 256 values. */
#ifndef TFLQ_LOOKUP_S8_H
#define TFLQ_LOOKUP_S8_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
  /* The values of -128, -127 and so on up to 127, four to a word, the first in its lowest byte. */
  const int32_t *table;
} tflq_lookup_s8_params;

static void tflq_lookup_s8(const tflq_lookup_s8_params *p, const int8_t *input, int8_t *output) {
  for (int32_t i = 0; i < p->size; i++) {
    const uint32_t place = (uint32_t)(input[i] + 128);
    const uint32_t byte = (uint32_t)p->table[place / 4] >> (place % 4 * 8) & 255u;
    output[i] = (int8_t)((int32_t)(byte ^ 128u) - 128);
  }
  TFLQ_WRITTEN();
}

#endif
