/* DYNAMIC_UPDATE_SLICE, any element type, indices of 32 bits: see tflq_update.h. */
#ifndef TFLQ_DYNAMIC_UPDATE_SLICE_S32_H
#define TFLQ_DYNAMIC_UPDATE_SLICE_S32_H

#include "tflq_update.h"

typedef tflq_update_params tflq_dynamic_update_slice_s32_params;

static void tflq_dynamic_update_slice_s32(const tflq_dynamic_update_slice_s32_params *p, const void *update,
                                          const int32_t *indices, void *output) {
  int32_t start = 0;
  for (int32_t d = 0; d < p->dimensions; d++) {
    start += tflq_update_offset(p, d, indices[d]);
  }
  tflq_update(p, start, update, output);
  TFLQ_WRITTEN();
}

#endif
