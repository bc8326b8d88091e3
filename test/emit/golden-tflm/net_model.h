/* The network `net` as a .tflite file in flash. Written by tflq-micro; do not edit. */
#ifndef TFLQ_NET_MODEL_H
#define TFLQ_NET_MODEL_H

#include <cstdint>

#define TFLQ_NET_MODEL_BYTES 1568u

/* TFLM reads it where it lies, and constants inside are aligned to 16 bytes from its beginning. */
alignas(16) extern const uint8_t tflq_net_model[TFLQ_NET_MODEL_BYTES];

#endif
