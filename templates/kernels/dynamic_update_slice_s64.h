/* DYNAMIC_UPDATE_SLICE, any element type, indices of 64 bits: see tflq_update.h. */
#ifndef TFLQ_DYNAMIC_UPDATE_SLICE_S64_H
#define TFLQ_DYNAMIC_UPDATE_SLICE_S64_H

#include "tflq_update.h"

typedef tflq_update_params tflq_dynamic_update_slice_s64_params;

static void tflq_dynamic_update_slice_s64(const tflq_dynamic_update_slice_s64_params *p, const void *update,
                                          const void *indices, void *output) {
  int32_t start = 0;
  for (int32_t d = 0; d < p->dimensions; d++) {
    start += tflq_update_offset(p, d, tflq_load_s64(indices, d));
  }
  tflq_update(p, start, update, output);
  TFLQ_WRITTEN();
}

#endif
