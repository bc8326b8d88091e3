/*
 * SIGNAL_PCAN: a gain for each channel that follows its noise, and what it amplifies bent. The gain comes from a table of
 * parabolas, one for each number of bits that the noise needs.
 */
#ifndef TFLQ_SIGNAL_PCAN_H
#define TFLQ_SIGNAL_PCAN_H

#include "tflq_bits.h"

typedef struct {
  int32_t channels;
  int32_t shift; /* of a channel times its gain */
} tflq_signal_pcan_params;

enum {
  TFLQ_PCAN_RATIO_BITS = 12, /* behind the point of a channel times its gain */
  TFLQ_PCAN_OUTPUT_BITS = 6,
  TFLQ_PCAN_PLACE_BITS = 10 /* of the place between two powers of two */
};

/* 0 to 2 have gains of their own; four numbers serve each number of bits from 2 on, of which the last means nothing. */
static inline int16_t tflq_pcan_gain(uint32_t noise, const int16_t *table) {
  if (noise <= 2) {
    return table[noise];
  }
  const int32_t bits = tflq_bit_length(noise);
  const int16_t *parabola = table + 4 * bits - 6;
  const int32_t below = TFLQ_PCAN_PLACE_BITS + 1 - bits;
  const uint32_t scaled = below > 0 ? noise << below : noise >> -below;
  const int32_t place = (int32_t)(scaled & ((1u << TFLQ_PCAN_PLACE_BITS) - 1u));
  const int32_t slope = ((parabola[2] * place) >> 5) + parabola[1] * 32;
  return (int16_t)(((slope * place + (1 << 14)) >> 15) + parabola[0]);
}

/* x^2 / 4 below 2, x - 1 from there on. */
static inline uint32_t tflq_pcan_shrink(uint32_t x) {
  if (x < 2u << TFLQ_PCAN_RATIO_BITS) {
    return (x * x) >> (2 + 2 * TFLQ_PCAN_RATIO_BITS - TFLQ_PCAN_OUTPUT_BITS);
  }
  return (x >> (TFLQ_PCAN_RATIO_BITS - TFLQ_PCAN_OUTPUT_BITS)) - (1u << TFLQ_PCAN_OUTPUT_BITS);
}

static void tflq_signal_pcan(const tflq_signal_pcan_params *p, const uint32_t *input, const uint32_t *noise,
                             const int16_t *table, uint32_t *output) {
  for (int32_t i = 0; i < p->channels; i++) {
    const uint32_t gain = (uint32_t)(int32_t)tflq_pcan_gain(noise[i], table);
    output[i] = tflq_pcan_shrink((uint32_t)(((uint64_t)input[i] * gain) >> p->shift));
  }
  TFLQ_WRITTEN();
}

#endif
