/* Moves elements of 8 bits, or bytes of any element: see tflq_move.h. */
#ifndef TFLQ_MOVE_S8_H
#define TFLQ_MOVE_S8_H

#include "tflq_move.h"

typedef tflq_move_params tflq_move_s8_params;

TFLQ_MOVE_KERNEL(tflq_move_s8, int8_t)

#endif
