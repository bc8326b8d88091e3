/*
 * What the emitted network calls a custom operator's function with. Written by tflq-micro; do not edit.
 *
 * For an operator that the model calls `Clamp`, the header given as --custom-op Clamp=clamp.h defines
 *
 *     static int Clamp_invoke(const tflq_custom_call *call);
 *
 * which computes the outputs from the inputs and returns 0; any other number ends the network's run, which returns it.
 * Types, shapes and scales are those of the model file: the same at every call.
 */
#ifndef TFLQ_CUSTOM_H
#define TFLQ_CUSTOM_H

#include <stddef.h>
#include <stdint.h>

/* Types of elements. float16 comes as uint16_t, bool as uint8_t. */
typedef enum {
  TFLQ_CUSTOM_FLOAT32,
  TFLQ_CUSTOM_FLOAT16,
  TFLQ_CUSTOM_FLOAT64,
  TFLQ_CUSTOM_INT8,
  TFLQ_CUSTOM_UINT8,
  TFLQ_CUSTOM_INT16,
  TFLQ_CUSTOM_UINT16,
  TFLQ_CUSTOM_INT32,
  TFLQ_CUSTOM_UINT32,
  TFLQ_CUSTOM_INT64,
  TFLQ_CUSTOM_UINT64,
  TFLQ_CUSTOM_BOOL
} tflq_custom_type;

/* What is known of a tensor. A number q of it means scale * (q - zero_point). */
typedef struct {
  tflq_custom_type type;
  int32_t elements;
  int32_t rank;        /* 0 for a scalar */
  const int32_t *dims; /* `rank` numbers; the elements lie row by row */
  float scale;         /* 0 where the tensor is not quantized */
  int32_t zero_point;
  int32_t channels;            /* 0, or how many scales a constant has along `axis` */
  int32_t axis;
  const float *channel_scales; /* `channels` numbers, with zero point 0 */
} tflq_custom_tensor;

/* One call. */
typedef struct {
  int32_t input_count;
  const tflq_custom_tensor *inputs;
  const void *const *input_data; /* NULL for an optional input that is absent, or a constant without elements */
  int32_t output_count;
  const tflq_custom_tensor *outputs;
  void *const *output_data;
  const uint8_t *options; /* the operator's options, as the model file has them; NULL where there are none */
  int32_t option_bytes;
} tflq_custom_call;

#endif
