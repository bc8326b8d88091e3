/*
 * Stack that no object lives in is none of the C language's business: addresses are computed as integers here, and
 * read and written as volatile words.
 */
#include "tflq_stack.h"

#include "tflq_port.h"

#include <stddef.h>

#define PAINT 0xA5A5A5A5u
#define WORD_BYTES ((uintptr_t)sizeof(uint32_t))

/* Below a function's own variables: what its frame may have besides, and the red zone of some 64-bit ABIs. */
#define MARGIN_BYTES ((uintptr_t)256u)

/* The painted part begins here; 0 where nothing was painted. */
static uintptr_t painted_low;
static uintptr_t stack_high;

static volatile uint32_t *word_at(uintptr_t address) {
  return (volatile uint32_t *)address;
}

void tflq_stack_paint(void) {
  volatile uint8_t here = 0; /* a place in this function's frame */
  uint8_t *low = NULL;
  uint8_t *high = NULL;
  tflq_port_stack(&low, &high);

  const uintptr_t current = (uintptr_t)&here;
  const uintptr_t start = ((uintptr_t)low + WORD_BYTES - 1u) & ~(WORD_BYTES - 1u);
  if (low == NULL || current >= (uintptr_t)high || current < start + MARGIN_BYTES) {
    painted_low = 0; /* unknown, or this code runs on another stack than the port thinks */
    return;
  }
  for (uintptr_t at = start; at + WORD_BYTES <= current - MARGIN_BYTES; at += WORD_BYTES) {
    *word_at(at) = PAINT;
  }
  painted_low = start;
  stack_high = (uintptr_t)high;
}

uint32_t tflq_stack_used(uint32_t *size) {
  if (painted_low == 0) {
    *size = 0;
    return 0;
  }
  uintptr_t at = painted_low;
  while (at + WORD_BYTES <= stack_high && *word_at(at) == PAINT) {
    at += WORD_BYTES;
  }
  *size = (uint32_t)(stack_high - painted_low);
  return (uint32_t)(stack_high - at);
}
