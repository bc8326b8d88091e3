/*
 * The logistic function and tanh on int16, by one table with linear interpolation: tanh(x) = 2 logistic(2x) - 1.
 *
 * Arguments are in steps of 1 / (3 × 4096), in which 2^17, where the table ends, is 10.7.
 */
#ifndef TFLQ_SIGMOID_S16_H
#define TFLQ_SIGMOID_S16_H

#include "tflq_kernel.h"

typedef struct {
  int32_t size; /* elements */
  /* From the input's scale to steps of 1 / (3 × 4096): input × multiplier / 2^shift. */
  int32_t input_multiplier;
  int32_t input_shift;
} tflq_sigmoid_s16_params;

/*
 * logistic(i / 24) in units of 2^-16, each raised by half of what the interpolation towards the next one misses in the
 * middle. The last entry is the limit.
 */
static const uint16_t tflq_sigmoid_table[256] = {
    32768, 33451, 34133, 34813, 35493, 36169, 36843, 37513, 38180, 38841, 39498, 40149, 40794, 41432, 42064, 42688,
    43304, 43912, 44511, 45102, 45683, 46255, 46817, 47369, 47911, 48443, 48964, 49475, 49975, 50464, 50942, 51409,
    51865, 52311, 52745, 53169, 53581, 53983, 54374, 54755, 55125, 55485, 55834, 56174, 56503, 56823, 57133, 57433,
    57724, 58007, 58280, 58544, 58800, 59048, 59288, 59519, 59743, 59959, 60168, 60370, 60565, 60753, 60935, 61110,
    61279, 61441, 61599, 61750, 61896, 62036, 62172, 62302, 62428, 62549, 62666, 62778, 62886, 62990, 63090, 63186,
    63279, 63368, 63454, 63536, 63615, 63691, 63765, 63835, 63903, 63968, 64030, 64090, 64148, 64204, 64257, 64308,
    64357, 64405, 64450, 64494, 64536, 64576, 64614, 64652, 64687, 64721, 64754, 64786, 64816, 64845, 64873, 64900,
    64926, 64950, 64974, 64997, 65019, 65039, 65060, 65079, 65097, 65115, 65132, 65149, 65164, 65179, 65194, 65208,
    65221, 65234, 65246, 65258, 65269, 65280, 65291, 65301, 65310, 65319, 65328, 65337, 65345, 65352, 65360, 65367,
    65374, 65381, 65387, 65393, 65399, 65404, 65410, 65415, 65420, 65425, 65429, 65433, 65438, 65442, 65445, 65449,
    65453, 65456, 65459, 65462, 65465, 65468, 65471, 65474, 65476, 65479, 65481, 65483, 65485, 65488, 65489, 65491,
    65493, 65495, 65497, 65498, 65500, 65501, 65503, 65504, 65505, 65507, 65508, 65509, 65510, 65511, 65512, 65513,
    65514, 65515, 65516, 65517, 65517, 65518, 65519, 65520, 65520, 65521, 65522, 65522, 65523, 65523, 65524, 65524,
    65525, 65525, 65526, 65526, 65526, 65527, 65527, 65528, 65528, 65528, 65529, 65529, 65529, 65529, 65530, 65530,
    65530, 65530, 65531, 65531, 65531, 65531, 65531, 65532, 65532, 65532, 65532, 65532, 65532, 65533, 65533, 65533,
    65533, 65533, 65533, 65533, 65533, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65535,
};

/* An input as the functions' argument; -32768 ≤ value ≤ 32767. */
static inline int32_t tflq_sigmoid_s16_argument(int32_t value, int32_t multiplier, int32_t shift) {
  const int32_t half = shift > 0 ? (int32_t)1 << (shift - 1) : 0;
  return (value * multiplier + half) >> shift;
}

/* logistic(x) in units of 2^-15. */
static inline int32_t tflq_logistic_s16_of(int32_t x) {
  const int32_t one = (int32_t)1 << 25; /* the numbers below are in units of 2^-25 */
  const int32_t half_unit = (int32_t)1 << 9;
  const int32_t magnitude = x < 0 ? -x : x;
  const int32_t i = magnitude >> 9;
  int32_t y = INT16_MAX * 2 * half_unit;
  if (i < 255) {
    const int32_t base = tflq_sigmoid_table[i];
    y = base * 512 + (magnitude & 511) * (tflq_sigmoid_table[i + 1] - base);
  }
  return (x >= 0 ? y + half_unit : one - y + half_unit - 1) >> 10;
}

/* tanh(x) in units of 2^-15. */
static inline int32_t tflq_tanh_s16_of(int32_t x) {
  const int32_t half = (int32_t)1 << 23; /* the numbers below are in units of 2^-24 */
  const int32_t half_unit = (int32_t)1 << 7;
  const int32_t magnitude = x < 0 ? -x : x;
  const int32_t i = magnitude >> 8;
  int32_t y = UINT16_MAX * 256;
  if (i < 255) {
    const int32_t base = tflq_sigmoid_table[i];
    y = base * 256 + (magnitude & 255) * (tflq_sigmoid_table[i + 1] - base);
  }
  return (x >= 0 ? y - half + half_unit : half - y + half_unit - 1) >> 8;
}

#endif
