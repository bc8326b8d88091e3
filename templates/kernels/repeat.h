/* Fills a tensor with one value, which lies in another tensor; any element type. */
#ifndef TFLQ_REPEAT_H
#define TFLQ_REPEAT_H

#include "tflq_bytes.h"

typedef struct {
  int32_t count;         /* elements */
  int32_t element_bytes;
} tflq_repeat_params;

static void tflq_repeat(const tflq_repeat_params *p, const void *value, void *output) {
  uint8_t *out = (uint8_t *)output;
  for (int32_t i = 0; i < p->count; i++) {
    tflq_copy_bytes(out, (const uint8_t *)value, p->element_bytes);
    out += p->element_bytes;
  }
  TFLQ_WRITTEN();
}

#endif
