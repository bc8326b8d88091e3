/* SVDF, int8, which remembers int16. */
#ifndef TFLQ_SVDF_S8_S16_H
#define TFLQ_SVDF_S8_S16_H

#include "tflq_svdf.h"

typedef tflq_svdf_params tflq_svdf_s8_s16_params;

/* A filter's sum over what it remembers, once the oldest number has gone and `newest` has come. */
static inline uint32_t tflq_svdf_s8_s16_remember(const tflq_svdf_s8_s16_params *p, int32_t newest,
                                                 const int16_t *weights, int16_t *state) {
  uint32_t sum = 0;
  for (int32_t i = 0; i < p->memory; i++) {
    state[i] = i + 1 < p->memory ? state[i + 1] : (int16_t)(newest + p->state_zero_point);
    sum += (uint32_t)(weights[i] * (state[i] - p->state_zero_point));
  }
  TFLQ_WRITTEN();
  return sum;
}

static void tflq_svdf_s8_s16(const tflq_svdf_s8_s16_params *p, const int8_t *input, const int8_t *feature_weights,
                             const int16_t *time_weights, const int32_t *bias, int16_t *state, int8_t *output) {
  for (int32_t batch = 0; batch < p->batches; batch++) {
    for (int32_t unit = 0; unit < p->units; unit++) {
      uint32_t sum = (uint32_t)bias[unit];
      for (int32_t filter = unit * p->rank; filter < (unit + 1) * p->rank; filter++) {
        const int32_t feature = tflq_svdf_feature(p, input, feature_weights + filter * p->inputs);
        const int32_t newest = tflq_clamp(feature, INT16_MIN, INT16_MAX);
        sum += tflq_svdf_s8_s16_remember(p, newest, time_weights + filter * p->memory, state);
        state += p->memory;
      }
      *output++ = tflq_svdf_output(p, sum);
    }
    input += p->inputs;
  }
  TFLQ_WRITTEN();
}

#endif
