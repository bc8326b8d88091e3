/*
 * The complex transform in fixed point, of one element type. It is included once for each, by a file that defines what
 * differs before:
 *
 *     TFLQ_FFT_NAME(part)    the name of a part
 *     TFLQ_FFT_ELEMENT       int16_t or int32_t
 *     TFLQ_FFT_PRODUCT       the type of a product of two elements
 *     TFLQ_FFT_BITS          behind the point of a factor: 15 or 31
 *
 * 2n real samples are n complex ones, whose transform is put together from transforms of radix 4, 2, 3 and 5. Each stage
 * divides by its radix first, so that nothing overflows but what TFLM has overflow too: numbers are rounded where TFLM's
 * kissfft rounds them, and wrap. Forwards and backwards differ by the sign of the factors' phases: below it is that of
 * forwards.
 */
#include "tflq_kernel.h"

/* A complex number. */
typedef struct {
  TFLQ_FFT_ELEMENT r;
  TFLQ_FFT_ELEMENT i;
} TFLQ_FFT_NAME(complex);

typedef struct {
  int32_t frames;
  int32_t input;                 /* numbers of a frame of the input */
  int32_t points;                /* complex points of the transform, n */
  int32_t stages;
  const int32_t *radices;        /* of the stages, the outermost first */
  const int32_t *twiddles;       /* e^(-2 pi i k / n) for k < n, + backwards: real part, imaginary part */
  const int32_t *super_twiddles; /* e^(-pi i ((k + 1) / n + 1 / 2)) for k < n / 2, + backwards */
} TFLQ_FFT_NAME(params);

static inline TFLQ_FFT_ELEMENT TFLQ_FFT_NAME(round)(TFLQ_FFT_PRODUCT x) {
  return (TFLQ_FFT_ELEMENT)((x + ((TFLQ_FFT_PRODUCT)1 << (TFLQ_FFT_BITS - 1))) >> TFLQ_FFT_BITS);
}

static inline TFLQ_FFT_ELEMENT TFLQ_FFT_NAME(scale)(TFLQ_FFT_ELEMENT a, int32_t factor) {
  return TFLQ_FFT_NAME(round)((TFLQ_FFT_PRODUCT)a * factor);
}

/* Sums wrap. */
static inline TFLQ_FFT_ELEMENT TFLQ_FFT_NAME(sum)(TFLQ_FFT_ELEMENT a, TFLQ_FFT_ELEMENT b) {
  return (TFLQ_FFT_ELEMENT)((uint32_t)a + (uint32_t)b);
}

static inline TFLQ_FFT_ELEMENT TFLQ_FFT_NAME(difference)(TFLQ_FFT_ELEMENT a, TFLQ_FFT_ELEMENT b) {
  return (TFLQ_FFT_ELEMENT)((uint32_t)a - (uint32_t)b);
}

/* Half of a sum, given as the bits of an int32, rounded down. */
static inline TFLQ_FFT_ELEMENT TFLQ_FFT_NAME(half)(uint32_t sum) {
  return (TFLQ_FFT_ELEMENT)((int32_t)sum >> 1);
}

static inline TFLQ_FFT_NAME(complex) TFLQ_FFT_NAME(add)(TFLQ_FFT_NAME(complex) a, TFLQ_FFT_NAME(complex) b) {
  a.r = TFLQ_FFT_NAME(sum)(a.r, b.r);
  a.i = TFLQ_FFT_NAME(sum)(a.i, b.i);
  return a;
}

static inline TFLQ_FFT_NAME(complex) TFLQ_FFT_NAME(sub)(TFLQ_FFT_NAME(complex) a, TFLQ_FFT_NAME(complex) b) {
  a.r = TFLQ_FFT_NAME(difference)(a.r, b.r);
  a.i = TFLQ_FFT_NAME(difference)(a.i, b.i);
  return a;
}

/* a + i b, and by subtracting, a - i b. */
static inline TFLQ_FFT_NAME(complex) TFLQ_FFT_NAME(add_turned)(TFLQ_FFT_NAME(complex) a, TFLQ_FFT_NAME(complex) b) {
  a.r = TFLQ_FFT_NAME(difference)(a.r, b.i);
  a.i = TFLQ_FFT_NAME(sum)(a.i, b.r);
  return a;
}

static inline TFLQ_FFT_NAME(complex) TFLQ_FFT_NAME(sub_turned)(TFLQ_FFT_NAME(complex) a, TFLQ_FFT_NAME(complex) b) {
  a.r = TFLQ_FFT_NAME(sum)(a.r, b.i);
  a.i = TFLQ_FFT_NAME(difference)(a.i, b.r);
  return a;
}

/* Times a factor of a table. */
static inline TFLQ_FFT_NAME(complex) TFLQ_FFT_NAME(turn)(TFLQ_FFT_NAME(complex) a, const int32_t *factor) {
  TFLQ_FFT_NAME(complex) product;
  product.r = TFLQ_FFT_NAME(round)((TFLQ_FFT_PRODUCT)a.r * factor[0] - (TFLQ_FFT_PRODUCT)a.i * factor[1]);
  product.i = TFLQ_FFT_NAME(round)((TFLQ_FFT_PRODUCT)a.r * factor[1] + (TFLQ_FFT_PRODUCT)a.i * factor[0]);
  return product;
}

/* A small number's part of it. */
static inline TFLQ_FFT_NAME(complex) TFLQ_FFT_NAME(divide)(TFLQ_FFT_NAME(complex) a, int32_t divisor) {
  const int32_t factor = (int32_t)((((int64_t)1 << TFLQ_FFT_BITS) - 1) / divisor);
  a.r = TFLQ_FFT_NAME(scale)(a.r, factor);
  a.i = TFLQ_FFT_NAME(scale)(a.i, factor);
  return a;
}

/* `x` are `radix` points that lie `m` apart, each turned already but the first. */
static inline void TFLQ_FFT_NAME(butterfly_2)(TFLQ_FFT_NAME(complex) *x, int32_t m) {
  const TFLQ_FFT_NAME(complex) a = x[0];
  const TFLQ_FFT_NAME(complex) b = x[m];
  x[0] = TFLQ_FFT_NAME(add)(a, b);
  x[m] = TFLQ_FFT_NAME(sub)(a, b);
}

/* `third` is the imaginary part of e^(-2 pi i / 3). */
static inline void TFLQ_FFT_NAME(butterfly_3)(TFLQ_FFT_NAME(complex) *x, int32_t m, int32_t third) {
  const TFLQ_FFT_NAME(complex) sum = TFLQ_FFT_NAME(add)(x[m], x[2 * m]);
  TFLQ_FFT_NAME(complex) apart = TFLQ_FFT_NAME(sub)(x[m], x[2 * m]);
  const TFLQ_FFT_NAME(complex) half = {(TFLQ_FFT_ELEMENT)(sum.r >> 1), (TFLQ_FFT_ELEMENT)(sum.i >> 1)};
  const TFLQ_FFT_NAME(complex) middle = TFLQ_FFT_NAME(sub)(x[0], half);
  apart.r = TFLQ_FFT_NAME(scale)(apart.r, third);
  apart.i = TFLQ_FFT_NAME(scale)(apart.i, third);
  x[0] = TFLQ_FFT_NAME(add)(x[0], sum);
  x[m] = TFLQ_FFT_NAME(add_turned)(middle, apart);
  x[2 * m] = TFLQ_FFT_NAME(sub_turned)(middle, apart);
}

/* `quarter` is the imaginary part of e^(-2 pi i / 4): only its sign matters. */
static inline void TFLQ_FFT_NAME(butterfly_4)(TFLQ_FFT_NAME(complex) *x, int32_t m, int32_t quarter) {
  const TFLQ_FFT_NAME(complex) even = TFLQ_FFT_NAME(add)(x[0], x[2 * m]);
  const TFLQ_FFT_NAME(complex) even_apart = TFLQ_FFT_NAME(sub)(x[0], x[2 * m]);
  const TFLQ_FFT_NAME(complex) odd = TFLQ_FFT_NAME(add)(x[m], x[3 * m]);
  const TFLQ_FFT_NAME(complex) odd_apart = TFLQ_FFT_NAME(sub)(x[m], x[3 * m]);
  x[0] = TFLQ_FFT_NAME(add)(even, odd);
  x[2 * m] = TFLQ_FFT_NAME(sub)(even, odd);
  if (quarter < 0) {
    x[m] = TFLQ_FFT_NAME(sub_turned)(even_apart, odd_apart);
    x[3 * m] = TFLQ_FFT_NAME(add_turned)(even_apart, odd_apart);
  } else {
    x[m] = TFLQ_FFT_NAME(add_turned)(even_apart, odd_apart);
    x[3 * m] = TFLQ_FFT_NAME(sub_turned)(even_apart, odd_apart);
  }
}

/* `once` and `twice` are e^(-2 pi i / 5) and its square. */
static inline void TFLQ_FFT_NAME(butterfly_5)(TFLQ_FFT_NAME(complex) *x, int32_t m, const int32_t *once,
                                              const int32_t *twice) {
  const TFLQ_FFT_NAME(complex) outer = TFLQ_FFT_NAME(add)(x[m], x[4 * m]);
  const TFLQ_FFT_NAME(complex) outer_apart = TFLQ_FFT_NAME(sub)(x[m], x[4 * m]);
  const TFLQ_FFT_NAME(complex) inner = TFLQ_FFT_NAME(add)(x[2 * m], x[3 * m]);
  const TFLQ_FFT_NAME(complex) inner_apart = TFLQ_FFT_NAME(sub)(x[2 * m], x[3 * m]);
  TFLQ_FFT_NAME(complex) a = x[0];
  TFLQ_FFT_NAME(complex) b;
  TFLQ_FFT_NAME(complex) near = x[0];
  TFLQ_FFT_NAME(complex) far = x[0];
  near.r = TFLQ_FFT_NAME(sum)(near.r, TFLQ_FFT_NAME(sum)(TFLQ_FFT_NAME(scale)(outer.r, once[0]),
                                                         TFLQ_FFT_NAME(scale)(inner.r, twice[0])));
  near.i = TFLQ_FFT_NAME(sum)(near.i, TFLQ_FFT_NAME(sum)(TFLQ_FFT_NAME(scale)(outer.i, once[0]),
                                                         TFLQ_FFT_NAME(scale)(inner.i, twice[0])));
  far.r = TFLQ_FFT_NAME(sum)(far.r, TFLQ_FFT_NAME(sum)(TFLQ_FFT_NAME(scale)(outer.r, twice[0]),
                                                       TFLQ_FFT_NAME(scale)(inner.r, once[0])));
  far.i = TFLQ_FFT_NAME(sum)(far.i, TFLQ_FFT_NAME(sum)(TFLQ_FFT_NAME(scale)(outer.i, twice[0]),
                                                       TFLQ_FFT_NAME(scale)(inner.i, once[0])));
  x[0] = TFLQ_FFT_NAME(add)(x[0], TFLQ_FFT_NAME(add)(outer, inner));
  a.r = TFLQ_FFT_NAME(sum)(TFLQ_FFT_NAME(scale)(outer_apart.i, once[1]),
                           TFLQ_FFT_NAME(scale)(inner_apart.i, twice[1]));
  a.i = TFLQ_FFT_NAME(difference)(
      TFLQ_FFT_NAME(difference)(0, TFLQ_FFT_NAME(scale)(outer_apart.r, once[1])),
      TFLQ_FFT_NAME(scale)(inner_apart.r, twice[1]));
  b.r = TFLQ_FFT_NAME(difference)(TFLQ_FFT_NAME(scale)(inner_apart.i, once[1]),
                                  TFLQ_FFT_NAME(scale)(outer_apart.i, twice[1]));
  b.i = TFLQ_FFT_NAME(difference)(TFLQ_FFT_NAME(scale)(outer_apart.r, twice[1]),
                                  TFLQ_FFT_NAME(scale)(inner_apart.r, once[1]));
  x[m] = TFLQ_FFT_NAME(sub)(near, a);
  x[4 * m] = TFLQ_FFT_NAME(add)(near, a);
  x[2 * m] = TFLQ_FFT_NAME(add)(far, b);
  x[3 * m] = TFLQ_FFT_NAME(sub)(far, b);
}

/* One stage over a block of radix * m points; `stride` is by how much finer the table of factors is. */
static inline void TFLQ_FFT_NAME(stage)(const TFLQ_FFT_NAME(params) *p, TFLQ_FFT_NAME(complex) *block,
                                        int32_t radix, int32_t m, int32_t stride) {
  const int32_t *factors = p->twiddles;
  for (int32_t k = 0; k < m; k++) {
    TFLQ_FFT_NAME(complex) *x = block + k;
    x[0] = TFLQ_FFT_NAME(divide)(x[0], radix);
    for (int32_t q = 1; q < radix; q++) {
      const TFLQ_FFT_NAME(complex) part = TFLQ_FFT_NAME(divide)(x[q * m], radix);
      x[q * m] = TFLQ_FFT_NAME(turn)(part, factors + 2 * q * k * stride);
    }
    switch (radix) {
      case 2:
        TFLQ_FFT_NAME(butterfly_2)(x, m);
        break;
      case 3:
        TFLQ_FFT_NAME(butterfly_3)(x, m, factors[2 * stride * m + 1]);
        break;
      case 4:
        TFLQ_FFT_NAME(butterfly_4)(x, m, factors[2 * stride * m + 1]);
        break;
      default:
        TFLQ_FFT_NAME(butterfly_5)(x, m, factors + 2 * stride * m, factors + 4 * stride * m);
        break;
    }
  }
  TFLQ_WRITTEN();
}

/* The complex transform of `points` points. Stages work in place on points that are sorted for them beforehand. */
static inline void TFLQ_FFT_NAME(complex_transform)(const TFLQ_FFT_NAME(params) *p,
                                                    const TFLQ_FFT_NAME(complex) *from,
                                                    TFLQ_FFT_NAME(complex) *to) {
  for (int32_t k = 0; k < p->points; k++) {
    int32_t rest = k;
    int32_t block = p->points;
    int32_t stride = 1;
    int32_t place = 0;
    for (int32_t stage = 0; stage < p->stages; stage++) {
      block /= p->radices[stage];
      place += rest / block * stride;
      rest %= block;
      stride *= p->radices[stage];
    }
    to[k] = from[place];
  }
  int32_t m = 1;
  for (int32_t stage = p->stages - 1; stage >= 0; stage--) {
    const int32_t radix = p->radices[stage];
    const int32_t stride = p->points / (radix * m);
    for (int32_t block = 0; block < p->points; block += radix * m) {
      TFLQ_FFT_NAME(stage)(p, to + block, radix, m, stride);
    }
    m *= radix;
  }
  TFLQ_WRITTEN();
}
