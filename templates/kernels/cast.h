/*
 * CAST: elements of one type as elements of another. Integers lose the bits for which there is no room; real numbers
 * lose what follows the point, and are held within ±2^31 or so first (NaN becomes 0).
 */
#ifndef TFLQ_CAST_H
#define TFLQ_CAST_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
  int32_t from; /* a TFLQ_CAST_… */
  int32_t to;
} tflq_cast_params;

enum {
  TFLQ_CAST_S8 = 0,
  TFLQ_CAST_S16 = 1,
  TFLQ_CAST_S32 = 2,
  TFLQ_CAST_U32 = 3,
  TFLQ_CAST_BOOL = 4,
  TFLQ_CAST_F32 = 5
};

/* A real number's whole part; for truth values, whether it is another than 0. */
static inline int64_t tflq_cast_whole(float real, int32_t to) {
  if (to == TFLQ_CAST_BOOL) {
    return real != 0.0f;
  }
  if (real >= -2147483648.0f && real < 4294967296.0f) {
    return (int64_t)real;
  }
  return real < 0.0f ? INT32_MIN : real > 0.0f ? INT32_MAX : 0;
}

/* Element i as an integer that holds any of them. */
static inline int64_t tflq_cast_load(const tflq_cast_params *p, const void *input, int32_t i) {
  switch (p->from) {
    case TFLQ_CAST_S8:
      return ((const int8_t *)input)[i];
    case TFLQ_CAST_S16:
      return ((const int16_t *)input)[i];
    case TFLQ_CAST_S32:
      return ((const int32_t *)input)[i];
    case TFLQ_CAST_U32:
      return ((const uint32_t *)input)[i];
    case TFLQ_CAST_BOOL:
      return ((const uint8_t *)input)[i] != 0;
    default:
      return tflq_cast_whole(((const float *)input)[i], p->to);
  }
}

static void tflq_cast(const tflq_cast_params *p, const void *input, void *output) {
  for (int32_t i = 0; i < p->size; i++) {
    const int64_t value = tflq_cast_load(p, input, i);
    switch (p->to) {
      case TFLQ_CAST_S8:
        ((int8_t *)output)[i] = (int8_t)value;
        break;
      case TFLQ_CAST_S16:
        ((int16_t *)output)[i] = (int16_t)value;
        break;
      case TFLQ_CAST_BOOL:
        ((uint8_t *)output)[i] = value != 0;
        break;
      case TFLQ_CAST_F32:
        ((float *)output)[i] = (float)value;
        break;
      default:
        ((uint32_t *)output)[i] = (uint32_t)value;
        break;
    }
  }
  TFLQ_WRITTEN();
}

#endif
