/* Runs of bytes: how elements of any type are moved. Only bytes may be read and written whatever type they belong to. */
#ifndef TFLQ_BYTES_H
#define TFLQ_BYTES_H

#include "tflq_kernel.h"

/* Copies `count` bytes; the two runs do not overlap. */
static inline void tflq_copy_bytes(uint8_t *to, const uint8_t *from, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    to[i] = from[i];
  }
  TFLQ_WRITTEN();
}

/* Element i of an int64 tensor, which may lie at an address that is no multiple of 8. */
static inline int64_t tflq_load_s64(const void *tensor, int32_t i) {
  int64_t value;
  tflq_copy_bytes((uint8_t *)&value, (const uint8_t *)tensor + i * 8, 8);
  return value;
}

#endif
