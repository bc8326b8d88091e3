/* DEQUANTIZE, uint8 to float32: scale × (input - zero point), which is exact but for one rounding. */
#ifndef TFLQ_DEQUANTIZE_U8_F32_H
#define TFLQ_DEQUANTIZE_U8_F32_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
  float scale;
  int32_t zero_point;
} tflq_dequantize_u8_f32_params;

static void tflq_dequantize_u8_f32(const tflq_dequantize_u8_f32_params *p, const uint8_t *input, float *output) {
  for (int32_t i = 0; i < p->size; i++) {
    output[i] = p->scale * (float)(input[i] - p->zero_point);
  }
  TFLQ_WRITTEN();
}

#endif
