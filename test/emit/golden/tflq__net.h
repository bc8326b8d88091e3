/*
 * The network `net`. Runtime: plain C99. Written by tflq-micro; do not edit.
 *
 *     if (tflq_net_init() != 0) { ... }
 *     int8_t *input = (int8_t *)tflq_net_input(0);
 *     ... fill the TFLQ_NET_INPUT_0_ELEMENTS elements of input ...
 *     if (tflq_net_invoke() != 0) { ... }
 *     const int8_t *output = (const int8_t *)tflq_net_output(0);
 *
 * There is one network: the functions must not be called from two threads, or from an interrupt, at once.
 */
#ifndef TFLQ_NETWORK_NET_H
#define TFLQ_NETWORK_NET_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How many inputs, outputs and operators it has, and the bytes of RAM in which it computes. */
#define TFLQ_NET_INPUT_COUNT 2
#define TFLQ_NET_OUTPUT_COUNT 2
#define TFLQ_NET_OP_COUNT 6
#define TFLQ_NET_ARENA_BYTES 68

/* Input 0, "left": int8 [1, 2, 3]; a number q means SCALE * (q - ZERO_POINT). */
#define TFLQ_NET_INPUT_0_BYTES 6
#define TFLQ_NET_INPUT_0_ELEMENTS 6
#define TFLQ_NET_INPUT_0_RANK 3
#define TFLQ_NET_INPUT_0_SHAPE { 1, 2, 3 }
#define TFLQ_NET_INPUT_0_SCALE 0.25f
#define TFLQ_NET_INPUT_0_ZERO_POINT 4

/* Input 1, "right": float32 [1, 2, 3]; its numbers mean themselves. */
#define TFLQ_NET_INPUT_1_BYTES 24
#define TFLQ_NET_INPUT_1_ELEMENTS 6
#define TFLQ_NET_INPUT_1_RANK 3
#define TFLQ_NET_INPUT_1_SHAPE { 1, 2, 3 }
#define TFLQ_NET_INPUT_1_SCALE 1.0f
#define TFLQ_NET_INPUT_1_ZERO_POINT 0

/* Output 0, "sum": int8 [1, 2, 3]; a number q means SCALE * (q - ZERO_POINT). */
#define TFLQ_NET_OUTPUT_0_BYTES 6
#define TFLQ_NET_OUTPUT_0_ELEMENTS 6
#define TFLQ_NET_OUTPUT_0_RANK 3
#define TFLQ_NET_OUTPUT_0_SHAPE { 1, 2, 3 }
#define TFLQ_NET_OUTPUT_0_SCALE 0.75f
#define TFLQ_NET_OUTPUT_0_ZERO_POINT (-100)

/* Output 1, "scores": float32 [1, 2, 6]; its numbers mean themselves. */
#define TFLQ_NET_OUTPUT_1_BYTES 48
#define TFLQ_NET_OUTPUT_1_ELEMENTS 12
#define TFLQ_NET_OUTPUT_1_RANK 3
#define TFLQ_NET_OUTPUT_1_SHAPE { 1, 2, 6 }
#define TFLQ_NET_OUTPUT_1_SCALE 1.0f
#define TFLQ_NET_OUTPUT_1_ZERO_POINT 0

/* Makes the network ready. Call it once, before all else. Returns 0 on success. */
int tflq_net_init(void);

/* Forgets what the network remembers from one run to the next. This one remembers nothing. Returns 0 on success. */
int tflq_net_reset(void);

/*
 * The memory of input `index`, to be filled before every run, for running may overwrite it. NULL where there is no such
 * input.
 */
void *tflq_net_input(int index);

/* Runs the network on what lies in its inputs. Returns 0 on success. */
int tflq_net_invoke(void);

/* The result: output `index`, valid until an input is written or the network runs again. NULL where there is none. */
const void *tflq_net_output(int index);

/* Bytes of RAM that the network takes, the stack excepted. */
uint32_t tflq_net_ram_bytes(void);

/*
 * Runs the network like tflq_net_invoke, and stores in ticks[i] how far the counter `now` went on during operator i.
 * `ticks` has room for TFLQ_NET_OP_COUNT numbers.
 */
int tflq_net_invoke_profiled(uint32_t (*now)(void), uint32_t *ticks);

#ifdef __cplusplus
}
#endif

#endif
