/* Moves elements of 16 bits: see tflq_move.h. */
#ifndef TFLQ_MOVE_S16_H
#define TFLQ_MOVE_S16_H

#include "tflq_move.h"

typedef tflq_move_params tflq_move_s16_params;

TFLQ_MOVE_KERNEL(tflq_move_s16, int16_t)

#endif
