/* SIGNAL_FILTER_BANK_LOG: natural logarithms, scaled, at most 32767; 0 for 0 and 1. */
#ifndef TFLQ_SIGNAL_FILTER_BANK_LOG_H
#define TFLQ_SIGNAL_FILTER_BANK_LOG_H

#include "tflq_bits.h"

typedef struct {
  int32_t channels;
  int32_t shift; /* by which channels are made larger first */
  int32_t scale; /* of the results */
  /* For i < 129: 2^16 (log2(1 + i / 128) - i / 128), what a logarithm has more than the line between powers of two. */
  const int32_t *excess;
} tflq_signal_filter_bank_log_params;

enum {
  TFLQ_LOG_BITS = 16,       /* behind the point */
  TFLQ_LOG_SEGMENT_BITS = 9, /* of the place within one of 128 segments */
  TFLQ_LOG_OF_2 = 45426     /* 2^16 ln 2 */
};

/* 2^16 log2 x, for x above 0: whole part and fraction, with the excess between the ends of a segment. */
static inline uint32_t tflq_log2(uint32_t x, const int32_t *excess) {
  const int32_t whole = tflq_bit_length(x) - 1;
  const uint32_t rest = x - (UINT32_C(1) << whole);
  const int32_t below = TFLQ_LOG_BITS - whole;
  const int32_t fraction = (int32_t)(below > 0 ? rest << below : rest >> -below);
  const int32_t segment = fraction >> TFLQ_LOG_SEGMENT_BITS;
  const int32_t place = fraction - (segment << TFLQ_LOG_SEGMENT_BITS);
  const int32_t further = ((excess[segment + 1] - excess[segment]) * place) >> TFLQ_LOG_BITS;
  return ((uint32_t)whole << TFLQ_LOG_BITS) + (uint32_t)(fraction + excess[segment] + further);
}

static void tflq_signal_filter_bank_log(const tflq_signal_filter_bank_log_params *p, const uint32_t *input,
                                        int16_t *output) {
  const uint32_t half = UINT32_C(1) << (TFLQ_LOG_BITS - 1);
  for (int32_t i = 0; i < p->channels; i++) {
    const uint32_t scaled = input[i] << p->shift;
    uint32_t value = 0;
    if (scaled > 1) {
      const uint32_t natural =
          (uint32_t)(((uint64_t)TFLQ_LOG_OF_2 * tflq_log2(scaled, p->excess) + half) >> TFLQ_LOG_BITS);
      value = ((uint32_t)p->scale * natural + half) >> TFLQ_LOG_BITS;
    }
    output[i] = (int16_t)(value < INT16_MAX ? value : INT16_MAX);
  }
  TFLQ_WRITTEN();
}

#endif
