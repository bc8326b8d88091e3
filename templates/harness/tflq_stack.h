/* How much of the stack was ever used. */
#ifndef TFLQ_STACK_H
#define TFLQ_STACK_H

#include <stdint.h>

/* Fills the part of the stack that is not in use with a pattern. Call it early, and from shallow code. */
void tflq_stack_paint(void);

/*
 * Returns the most bytes of stack that were in use since tflq_stack_paint, and stores in *size how many there are.
 * Both are 0 where the port cannot tell the stack's bounds.
 */
uint32_t tflq_stack_used(uint32_t *size);

#endif
