/* The network `net` as plain C99. Written by tflq-micro; do not edit. */
#include "net.h"

#include <stddef.h>

#include "kernels/add_s8.h"
#include "kernels/dequantize_s8_f32.h"
#include "kernels/move_s8.h"
#include "kernels/mul_s8.h"
#include "kernels/quantize_f32_s8.h"
#include "kernels/requantize_s8_s8.h"

/*
 * Constants. They stay in flash. Equal ones are there once, under the name of the first.
 */

/* "offsets": int8 [1, 2, 3] */
static const int8_t tensor_3[6] = {-128, -1, 0, 1, 127, 64};

/* For operator 1 (extents), operator 2 (extents) */
static const int32_t table_0[1] = {1};

/* For operator 1 (input1_strides), operator 1 (input2_strides), operator 2 (input1_strides) and 1 more */
static const int32_t table_1[1] = {0};

/* For operator 4 (extents) */
static const int32_t table_2[1] = {2};

/* For operator 4 (input_strides) */
static const int32_t table_3[1] = {3};

/* For operator 4 (output_strides) */
static const int32_t table_4[1] = {6};

/*
 * Activations. They share one arena: two of them may lie in the same bytes if one is no longer needed when the other
 * comes. `alignment` is as wide as the widest element.
 */
static union {
  int8_t bytes[TFLQ_NET_ARENA_BYTES];
  int32_t alignment;
} arena;

/* "left": int8 [1, 2, 3] */
#define TENSOR_0 ((int8_t *)(void *)(arena.bytes + 24))
/* "right": float32 [1, 2, 3] */
#define TENSOR_1 ((float *)(void *)(arena.bytes + 0))
/* "right/quantized": int8 [1, 2, 3] */
#define TENSOR_2 ((int8_t *)(void *)(arena.bytes + 32))
/* "sum": int8 [1, 2, 3] */
#define TENSOR_4 ((int8_t *)(void *)(arena.bytes + 60))
/* "product": int8 [1, 2, 3] */
#define TENSOR_6 ((int8_t *)(void *)(arena.bytes + 0))
/* "both": int8 [1, 2, 6] */
#define TENSOR_7 ((int8_t *)(void *)(arena.bytes + 48))
/* "product/requantized": int8 [1, 2, 3] */
#define TENSOR_8 ((int8_t *)(void *)(arena.bytes + 8))
/* "scores": float32 [1, 2, 6] */
#define TENSOR_9 ((float *)(void *)(arena.bytes + 0))

/*
 * Operators, each with constant parameters, so that the compiler can make of the general kernel the one that is
 * needed.
 */

/* 0 QUANTIZE: float32 [1, 2, 3] -> int8 [1, 2, 3] */
static void op_0_quantize(void) {
  static const tflq_quantize_f32_s8_params params = {
      .size = 6,
      .scale = 0.1f,
      .zero_point = 0,
  };
  tflq_quantize_f32_s8(&params, TENSOR_1, TENSOR_2);
}

/* 1 ADD: int8 [1, 2, 3], int8 [1, 2, 3] -> int8 [1, 2, 3] */
static void op_1_add(void) {
  static const tflq_add_s8_params params = {
      .rows = 1,
      .row_length = 6,
      .input1_step = 1,
      .input2_step = 1,
      .rank = 1,
      .extents = table_0,
      .input1_strides = table_1,
      .input2_strides = table_1,
      .input1_zero_point = 4,
      .input1_multiplier = 1073741824,
      .input1_shift = -1,
      .input2_zero_point = 0,
      .input2_multiplier = 1073741824,
      .input2_shift = 0,
      .output_zero_point = -100,
      .output_multiplier = 1431655765,
      .output_shift = -19,
      .output_min = -100,
      .output_max = 127,
  };
  tflq_add_s8(&params, TENSOR_0, tensor_3, TENSOR_4);
}

/* 2 MUL: int8 [1, 2, 3], int8 [1, 2, 3] -> int8 [1, 2, 3] */
static void op_2_mul(void) {
  static const tflq_mul_s8_params params = {
      .rows = 1,
      .row_length = 6,
      .input1_step = 1,
      .input2_step = 1,
      .rank = 1,
      .extents = table_0,
      .input1_strides = table_1,
      .input2_strides = table_1,
      .input1_zero_point = 0,
      .input2_zero_point = 0,
      .output_zero_point = 17,
      .output_multiplier = 1431655730,
      .output_shift = -2,
      .output_min = -128,
      .output_max = 127,
  };
  tflq_mul_s8(&params, TENSOR_2, tensor_3, TENSOR_6);
}

/* 3 QUANTIZE: int8 [1, 2, 3] -> int8 [1, 2, 3] */
static void op_3_quantize(void) {
  static const tflq_requantize_s8_s8_params params = {
      .size = 6,
      .input_zero_point = 17,
      .output_zero_point = -100,
      .multiplier = 1717986987,
      .shift = -1,
  };
  tflq_requantize_s8_s8(&params, TENSOR_6, TENSOR_8);
}

/* 4 CONCATENATION: int8 [1, 2, 3], int8 [1, 2, 3] -> int8 [1, 2, 6] */
static void op_4_concatenation(void) {
  static const tflq_move_s8_params params_0 = {
      .row_length = 3,
      .input_step = 1,
      .output_step = 1,
      .input_start = 0,
      .output_start = 0,
      .rows = 2,
      .rank = 1,
      .extents = table_2,
      .input_strides = table_3,
      .output_strides = table_4,
  };
  static const tflq_move_s8_params params_1 = {
      .row_length = 3,
      .input_step = 1,
      .output_step = 1,
      .input_start = 0,
      .output_start = 3,
      .rows = 2,
      .rank = 1,
      .extents = table_2,
      .input_strides = table_3,
      .output_strides = table_4,
  };
  tflq_move_s8(&params_0, TENSOR_4, TENSOR_7);
  tflq_move_s8(&params_1, TENSOR_8, TENSOR_7);
}

/* 5 DEQUANTIZE: int8 [1, 2, 6] -> float32 [1, 2, 6] */
static void op_5_dequantize(void) {
  static const tflq_dequantize_s8_f32_params params = {
      .size = 12,
      .scale = 0.75f,
      .zero_point = -100,
  };
  tflq_dequantize_s8_f32(&params, TENSOR_7, TENSOR_9);
}

/* In the order in which they run. */
static void (*const operators[TFLQ_NET_OP_COUNT])(void) = {
    op_0_quantize,
    op_1_add,
    op_2_mul,
    op_3_quantize,
    op_4_concatenation,
    op_5_dequantize,
};

int tflq_net_init(void) {
  return 0;
}

int tflq_net_reset(void) {
  return 0;
}

void *tflq_net_input(int index) {
  static void *const inputs[TFLQ_NET_INPUT_COUNT] = {TENSOR_0, TENSOR_1};
  return index >= 0 && index < TFLQ_NET_INPUT_COUNT ? inputs[index] : NULL;
}

const void *tflq_net_output(int index) {
  static const void *const outputs[TFLQ_NET_OUTPUT_COUNT] = {TENSOR_4, TENSOR_9};
  return index >= 0 && index < TFLQ_NET_OUTPUT_COUNT ? outputs[index] : NULL;
}

int tflq_net_invoke(void) {
  for (int i = 0; i < TFLQ_NET_OP_COUNT; i++) {
    operators[i]();
  }
  return 0;
}

int tflq_net_invoke_profiled(uint32_t (*now)(void), uint32_t *ticks) {
  for (int i = 0; i < TFLQ_NET_OP_COUNT; i++) {
    const uint32_t start = now();
    operators[i]();
    ticks[i] = now() - start;
  }
  return 0;
}

uint32_t tflq_net_ram_bytes(void) {
  return (uint32_t)sizeof arena;
}
