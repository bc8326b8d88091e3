/*
 * The transform of real samples of one element type. It is included once for each kernel, which defines what
 * differs before:
 *
 *     TFLQ_RFFT_NAME(part)   the name of a part of the kernel
 *     TFLQ_RFFT_ELEMENT      int16_t or int32_t
 *     TFLQ_RFFT_PRODUCT      the type of a product of two elements
 *     TFLQ_RFFT_BITS         behind the point of a factor: 15 or 31
 *
 * 2n real samples are n complex ones, whose transform is put together from transforms of radix 4, 2, 3 and 5. Each stage
 * divides by its radix first, so that nothing overflows but what TFLM has overflow too: numbers are rounded where TFLM's
 * kissfft rounds them, and wrap.
 */
#include "tflq_kernel.h"

/* A complex number. */
typedef struct {
  TFLQ_RFFT_ELEMENT r;
  TFLQ_RFFT_ELEMENT i;
} TFLQ_RFFT_NAME(complex);

typedef struct {
  int32_t frames;
  int32_t input;                 /* samples of a frame; zeros follow up to twice `points` */
  int32_t points;                /* complex points of the transform, n */
  int32_t stages;
  const int32_t *radices;        /* of the stages, the outermost first */
  const int32_t *twiddles;       /* e^(-2 pi i k / n) for k < n: real part, imaginary part */
  const int32_t *super_twiddles; /* e^(-pi i ((k + 1) / n + 1 / 2)) for k < n / 2 */
} TFLQ_RFFT_NAME(params);

static inline TFLQ_RFFT_ELEMENT TFLQ_RFFT_NAME(round)(TFLQ_RFFT_PRODUCT x) {
  return (TFLQ_RFFT_ELEMENT)((x + ((TFLQ_RFFT_PRODUCT)1 << (TFLQ_RFFT_BITS - 1))) >> TFLQ_RFFT_BITS);
}

static inline TFLQ_RFFT_ELEMENT TFLQ_RFFT_NAME(scale)(TFLQ_RFFT_ELEMENT a, int32_t factor) {
  return TFLQ_RFFT_NAME(round)((TFLQ_RFFT_PRODUCT)a * factor);
}

/* Sums wrap. */
static inline TFLQ_RFFT_ELEMENT TFLQ_RFFT_NAME(sum)(TFLQ_RFFT_ELEMENT a, TFLQ_RFFT_ELEMENT b) {
  return (TFLQ_RFFT_ELEMENT)((uint32_t)a + (uint32_t)b);
}

static inline TFLQ_RFFT_ELEMENT TFLQ_RFFT_NAME(difference)(TFLQ_RFFT_ELEMENT a, TFLQ_RFFT_ELEMENT b) {
  return (TFLQ_RFFT_ELEMENT)((uint32_t)a - (uint32_t)b);
}

/* Half of a sum, given as the bits of an int32, rounded down. */
static inline TFLQ_RFFT_ELEMENT TFLQ_RFFT_NAME(half)(uint32_t sum) {
  return (TFLQ_RFFT_ELEMENT)((int32_t)sum >> 1);
}

static inline TFLQ_RFFT_NAME(complex) TFLQ_RFFT_NAME(add)(TFLQ_RFFT_NAME(complex) a, TFLQ_RFFT_NAME(complex) b) {
  a.r = TFLQ_RFFT_NAME(sum)(a.r, b.r);
  a.i = TFLQ_RFFT_NAME(sum)(a.i, b.i);
  return a;
}

static inline TFLQ_RFFT_NAME(complex) TFLQ_RFFT_NAME(sub)(TFLQ_RFFT_NAME(complex) a, TFLQ_RFFT_NAME(complex) b) {
  a.r = TFLQ_RFFT_NAME(difference)(a.r, b.r);
  a.i = TFLQ_RFFT_NAME(difference)(a.i, b.i);
  return a;
}

/* a + i b, and by subtracting, a - i b. */
static inline TFLQ_RFFT_NAME(complex) TFLQ_RFFT_NAME(add_turned)(TFLQ_RFFT_NAME(complex) a, TFLQ_RFFT_NAME(complex) b) {
  a.r = TFLQ_RFFT_NAME(difference)(a.r, b.i);
  a.i = TFLQ_RFFT_NAME(sum)(a.i, b.r);
  return a;
}

static inline TFLQ_RFFT_NAME(complex) TFLQ_RFFT_NAME(sub_turned)(TFLQ_RFFT_NAME(complex) a, TFLQ_RFFT_NAME(complex) b) {
  a.r = TFLQ_RFFT_NAME(sum)(a.r, b.i);
  a.i = TFLQ_RFFT_NAME(difference)(a.i, b.r);
  return a;
}

/* Times a factor of a table. */
static inline TFLQ_RFFT_NAME(complex) TFLQ_RFFT_NAME(turn)(TFLQ_RFFT_NAME(complex) a, const int32_t *factor) {
  TFLQ_RFFT_NAME(complex) product;
  product.r = TFLQ_RFFT_NAME(round)((TFLQ_RFFT_PRODUCT)a.r * factor[0] - (TFLQ_RFFT_PRODUCT)a.i * factor[1]);
  product.i = TFLQ_RFFT_NAME(round)((TFLQ_RFFT_PRODUCT)a.r * factor[1] + (TFLQ_RFFT_PRODUCT)a.i * factor[0]);
  return product;
}

/* A small number's part of it. */
static inline TFLQ_RFFT_NAME(complex) TFLQ_RFFT_NAME(divide)(TFLQ_RFFT_NAME(complex) a, int32_t divisor) {
  const int32_t factor = (int32_t)((((int64_t)1 << TFLQ_RFFT_BITS) - 1) / divisor);
  a.r = TFLQ_RFFT_NAME(scale)(a.r, factor);
  a.i = TFLQ_RFFT_NAME(scale)(a.i, factor);
  return a;
}

/* `x` are `radix` points that lie `m` apart, each turned already but the first. */
static inline void TFLQ_RFFT_NAME(butterfly_2)(TFLQ_RFFT_NAME(complex) *x, int32_t m) {
  const TFLQ_RFFT_NAME(complex) a = x[0];
  const TFLQ_RFFT_NAME(complex) b = x[m];
  x[0] = TFLQ_RFFT_NAME(add)(a, b);
  x[m] = TFLQ_RFFT_NAME(sub)(a, b);
}

/* `third` is the imaginary part of e^(-2 pi i / 3). */
static inline void TFLQ_RFFT_NAME(butterfly_3)(TFLQ_RFFT_NAME(complex) *x, int32_t m, int32_t third) {
  const TFLQ_RFFT_NAME(complex) sum = TFLQ_RFFT_NAME(add)(x[m], x[2 * m]);
  TFLQ_RFFT_NAME(complex) apart = TFLQ_RFFT_NAME(sub)(x[m], x[2 * m]);
  const TFLQ_RFFT_NAME(complex) half = {(TFLQ_RFFT_ELEMENT)(sum.r >> 1), (TFLQ_RFFT_ELEMENT)(sum.i >> 1)};
  const TFLQ_RFFT_NAME(complex) middle = TFLQ_RFFT_NAME(sub)(x[0], half);
  apart.r = TFLQ_RFFT_NAME(scale)(apart.r, third);
  apart.i = TFLQ_RFFT_NAME(scale)(apart.i, third);
  x[0] = TFLQ_RFFT_NAME(add)(x[0], sum);
  x[m] = TFLQ_RFFT_NAME(add_turned)(middle, apart);
  x[2 * m] = TFLQ_RFFT_NAME(sub_turned)(middle, apart);
}

static inline void TFLQ_RFFT_NAME(butterfly_4)(TFLQ_RFFT_NAME(complex) *x, int32_t m) {
  const TFLQ_RFFT_NAME(complex) even = TFLQ_RFFT_NAME(add)(x[0], x[2 * m]);
  const TFLQ_RFFT_NAME(complex) even_apart = TFLQ_RFFT_NAME(sub)(x[0], x[2 * m]);
  const TFLQ_RFFT_NAME(complex) odd = TFLQ_RFFT_NAME(add)(x[m], x[3 * m]);
  const TFLQ_RFFT_NAME(complex) odd_apart = TFLQ_RFFT_NAME(sub)(x[m], x[3 * m]);
  x[0] = TFLQ_RFFT_NAME(add)(even, odd);
  x[2 * m] = TFLQ_RFFT_NAME(sub)(even, odd);
  x[m] = TFLQ_RFFT_NAME(sub_turned)(even_apart, odd_apart);
  x[3 * m] = TFLQ_RFFT_NAME(add_turned)(even_apart, odd_apart);
}

/* `once` and `twice` are e^(-2 pi i / 5) and its square. */
static inline void TFLQ_RFFT_NAME(butterfly_5)(TFLQ_RFFT_NAME(complex) *x, int32_t m, const int32_t *once,
                                               const int32_t *twice) {
  const TFLQ_RFFT_NAME(complex) outer = TFLQ_RFFT_NAME(add)(x[m], x[4 * m]);
  const TFLQ_RFFT_NAME(complex) outer_apart = TFLQ_RFFT_NAME(sub)(x[m], x[4 * m]);
  const TFLQ_RFFT_NAME(complex) inner = TFLQ_RFFT_NAME(add)(x[2 * m], x[3 * m]);
  const TFLQ_RFFT_NAME(complex) inner_apart = TFLQ_RFFT_NAME(sub)(x[2 * m], x[3 * m]);
  TFLQ_RFFT_NAME(complex) a = x[0];
  TFLQ_RFFT_NAME(complex) b;
  TFLQ_RFFT_NAME(complex) near = x[0];
  TFLQ_RFFT_NAME(complex) far = x[0];
  near.r = TFLQ_RFFT_NAME(sum)(near.r, TFLQ_RFFT_NAME(sum)(TFLQ_RFFT_NAME(scale)(outer.r, once[0]),
                                                           TFLQ_RFFT_NAME(scale)(inner.r, twice[0])));
  near.i = TFLQ_RFFT_NAME(sum)(near.i, TFLQ_RFFT_NAME(sum)(TFLQ_RFFT_NAME(scale)(outer.i, once[0]),
                                                           TFLQ_RFFT_NAME(scale)(inner.i, twice[0])));
  far.r = TFLQ_RFFT_NAME(sum)(far.r, TFLQ_RFFT_NAME(sum)(TFLQ_RFFT_NAME(scale)(outer.r, twice[0]),
                                                         TFLQ_RFFT_NAME(scale)(inner.r, once[0])));
  far.i = TFLQ_RFFT_NAME(sum)(far.i, TFLQ_RFFT_NAME(sum)(TFLQ_RFFT_NAME(scale)(outer.i, twice[0]),
                                                         TFLQ_RFFT_NAME(scale)(inner.i, once[0])));
  x[0] = TFLQ_RFFT_NAME(add)(x[0], TFLQ_RFFT_NAME(add)(outer, inner));
  a.r = TFLQ_RFFT_NAME(sum)(TFLQ_RFFT_NAME(scale)(outer_apart.i, once[1]),
                            TFLQ_RFFT_NAME(scale)(inner_apart.i, twice[1]));
  a.i = TFLQ_RFFT_NAME(difference)(
      TFLQ_RFFT_NAME(difference)(0, TFLQ_RFFT_NAME(scale)(outer_apart.r, once[1])),
      TFLQ_RFFT_NAME(scale)(inner_apart.r, twice[1]));
  b.r = TFLQ_RFFT_NAME(difference)(TFLQ_RFFT_NAME(scale)(inner_apart.i, once[1]),
                                   TFLQ_RFFT_NAME(scale)(outer_apart.i, twice[1]));
  b.i = TFLQ_RFFT_NAME(difference)(TFLQ_RFFT_NAME(scale)(outer_apart.r, twice[1]),
                                   TFLQ_RFFT_NAME(scale)(inner_apart.r, once[1]));
  x[m] = TFLQ_RFFT_NAME(sub)(near, a);
  x[4 * m] = TFLQ_RFFT_NAME(add)(near, a);
  x[2 * m] = TFLQ_RFFT_NAME(add)(far, b);
  x[3 * m] = TFLQ_RFFT_NAME(sub)(far, b);
}

/* One stage over a block of radix * m points; `stride` is by how much finer the table of factors is. */
static inline void TFLQ_RFFT_NAME(stage)(const TFLQ_RFFT_NAME(params) *p, TFLQ_RFFT_NAME(complex) *block,
                                         int32_t radix, int32_t m, int32_t stride) {
  const int32_t *factors = p->twiddles;
  for (int32_t k = 0; k < m; k++) {
    TFLQ_RFFT_NAME(complex) *x = block + k;
    x[0] = TFLQ_RFFT_NAME(divide)(x[0], radix);
    for (int32_t q = 1; q < radix; q++) {
      const TFLQ_RFFT_NAME(complex) part = TFLQ_RFFT_NAME(divide)(x[q * m], radix);
      x[q * m] = TFLQ_RFFT_NAME(turn)(part, factors + 2 * q * k * stride);
    }
    switch (radix) {
      case 2:
        TFLQ_RFFT_NAME(butterfly_2)(x, m);
        break;
      case 3:
        TFLQ_RFFT_NAME(butterfly_3)(x, m, factors[2 * stride * m + 1]);
        break;
      case 4:
        TFLQ_RFFT_NAME(butterfly_4)(x, m);
        break;
      default:
        TFLQ_RFFT_NAME(butterfly_5)(x, m, factors + 2 * stride * m, factors + 4 * stride * m);
        break;
    }
  }
  TFLQ_WRITTEN();
}

/* The complex transform of `points` points. Stages work in place on points that are sorted for them beforehand. */
static inline void TFLQ_RFFT_NAME(complex_transform)(const TFLQ_RFFT_NAME(params) *p,
                                                     const TFLQ_RFFT_NAME(complex) *from,
                                                     TFLQ_RFFT_NAME(complex) *to) {
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
      TFLQ_RFFT_NAME(stage)(p, to + block, radix, m, stride);
    }
    m *= radix;
  }
  TFLQ_WRITTEN();
}

/* The transform of one frame; `work` and `spectrum` have room for `points` complex numbers each. */
static inline void TFLQ_RFFT_NAME(frame)(const TFLQ_RFFT_NAME(params) *p, const TFLQ_RFFT_ELEMENT *input,
                                         TFLQ_RFFT_ELEMENT *output, TFLQ_RFFT_NAME(complex) *work,
                                         TFLQ_RFFT_NAME(complex) *spectrum) {
  const int32_t n = p->points;
  for (int32_t k = 0; k < n; k++) {
    work[k].r = (TFLQ_RFFT_ELEMENT)(2 * k < p->input ? input[2 * k] : 0);
    work[k].i = (TFLQ_RFFT_ELEMENT)(2 * k + 1 < p->input ? input[2 * k + 1] : 0);
  }
  TFLQ_RFFT_NAME(complex_transform)(p, work, spectrum);
  const TFLQ_RFFT_NAME(complex) first = TFLQ_RFFT_NAME(divide)(spectrum[0], 2);
  output[0] = TFLQ_RFFT_NAME(sum)(first.r, first.i);
  output[1] = 0;
  output[2 * n] = TFLQ_RFFT_NAME(difference)(first.r, first.i);
  output[2 * n + 1] = 0;
  for (int32_t k = 1; k <= n / 2; k++) {
    TFLQ_RFFT_NAME(complex) mirrored = spectrum[n - k];
    mirrored.i = TFLQ_RFFT_NAME(difference)(0, mirrored.i);
    mirrored = TFLQ_RFFT_NAME(divide)(mirrored, 2);
    const TFLQ_RFFT_NAME(complex) here = TFLQ_RFFT_NAME(divide)(spectrum[k], 2);
    const TFLQ_RFFT_NAME(complex) even = TFLQ_RFFT_NAME(add)(here, mirrored);
    const TFLQ_RFFT_NAME(complex) apart = TFLQ_RFFT_NAME(sub)(here, mirrored);
    const TFLQ_RFFT_NAME(complex) odd = TFLQ_RFFT_NAME(turn)(apart, p->super_twiddles + 2 * (k - 1));
    output[2 * k] = TFLQ_RFFT_NAME(half)((uint32_t)even.r + (uint32_t)odd.r);
    output[2 * k + 1] = TFLQ_RFFT_NAME(half)((uint32_t)even.i + (uint32_t)odd.i);
    output[2 * (n - k)] = TFLQ_RFFT_NAME(half)((uint32_t)even.r - (uint32_t)odd.r);
    output[2 * (n - k) + 1] = TFLQ_RFFT_NAME(half)((uint32_t)odd.i - (uint32_t)even.i);
  }
  TFLQ_WRITTEN();
}

static inline void TFLQ_RFFT_NAME(frames)(const TFLQ_RFFT_NAME(params) *p, const TFLQ_RFFT_ELEMENT *input,
                                          TFLQ_RFFT_ELEMENT *output, void *work, void *spectrum) {
  for (int32_t frame = 0; frame < p->frames; frame++) {
    TFLQ_RFFT_NAME(frame)(p, input + frame * p->input, output + frame * (2 * p->points + 2),
                          (TFLQ_RFFT_NAME(complex) *)work, (TFLQ_RFFT_NAME(complex) *)spectrum);
  }
}

#undef TFLQ_RFFT_NAME
#undef TFLQ_RFFT_ELEMENT
#undef TFLQ_RFFT_PRODUCT
#undef TFLQ_RFFT_BITS
