/* Moves elements of 32 bits: see tflq_move.h. */
#ifndef TFLQ_MOVE_S32_H
#define TFLQ_MOVE_S32_H

#include "tflq_move.h"

typedef tflq_move_params tflq_move_s32_params;

TFLQ_MOVE_KERNEL(tflq_move_s32, int32_t)

#endif
