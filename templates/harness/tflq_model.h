/*
 * What the harness knows of a model, whichever runtime executes it.
 *
 * The generated file tflq_harness_model.c fills one of these from the model's own functions, so that the
 * harness is the same C for every model, runtime and board.
 */
#ifndef TFLQ_MODEL_H
#define TFLQ_MODEL_H

#include <stdint.h>

/* A free-running counter that counts up and wraps at 2^32. */
typedef uint32_t (*tflq_tick_fn)(void);

/* One input or output. */
typedef struct {
  uint32_t bytes; /* size of the whole tensor */
  uint8_t dtype;  /* element type, by the numbers of TFLite's TensorType: 0 float32, 2 int32, 3 uint8, 7 int16, 9 int8 */
} tflq_tensor_info;

typedef struct {
  const char *name;
  const char *runtime;  /* "c" or "tflm" */
  uint8_t hash[16];     /* first 16 bytes of the SHA-256 of the quantized .tflite */
  uint32_t op_count;
  uint32_t input_count;
  uint32_t output_count;
  const tflq_tensor_info *inputs;
  const tflq_tensor_info *outputs;
  int (*init)(void);         /* 0 on success */
  int (*reset)(void);        /* brings back the state that it begins with; the inputs are lost; 0 on success */
  void *(*input)(int index);
  int (*invoke)(void);       /* 0 on success */
  /* Like invoke, and stores the ticks that each operator took in ticks[op_count]. */
  int (*invoke_profiled)(tflq_tick_fn now, uint32_t *ticks);
  const void *(*output)(int index);
  uint32_t (*ram_bytes)(void); /* all that the network needs besides stack */
} tflq_model;

extern const tflq_model tflq_harness_model;

/* The number of operators is also needed as a constant: see TFLQ_HARNESS_OP_COUNT in tflq_harness_config.h. */

#endif
