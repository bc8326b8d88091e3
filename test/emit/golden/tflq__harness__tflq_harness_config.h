/* What the harness must know of the network `net` at compile time. Written by tflq-micro; do not edit. */
#ifndef TFLQ_HARNESS_CONFIG_H
#define TFLQ_HARNESS_CONFIG_H

/* Operators of the network. */
#define TFLQ_HARNESS_OP_COUNT 6

/* Bytes of a frame's payload: a sample or its results fit into one frame. */
#define TFLQ_HARNESS_PAYLOAD 64

#endif
