/*
 * What the harness needs of your board. Fill in the functions; as they stand, the harness ends at once. It was written
 * once and is yours to change.
 *
 * The line is any way for bytes both ways at which the tool is at the other end: a UART, USB CDC, a socket. Whatever
 * else your program writes to it, e.g. by printf, the tool shows as text. tflq/harness/tflq_port.h says the same in
 * short.
 */
#include "tflq_port.h"

#include <stddef.h>

/* Clocks, line and counter, unless your program has set them up by now. */
void tflq_port_init(void) {
}

/* Waits for a byte and returns it, 0 to 255. A negative number ends the harness. */
int tflq_port_getc(void) {
  return -1;
}

/* Sends a byte. It may lie in a buffer until tflq_port_flush is called. */
void tflq_port_putc(uint8_t byte) {
  (void)byte;
}

/* Sends what lies in the buffer, if there is one. */
void tflq_port_flush(void) {
}

/*
 * A counter that runs all the time, counts up and wraps at 2^32: the core's cycle counter, or a timer of 1 MHz or more.
 * One inference must be shorter than a turn of it.
 */
uint32_t tflq_port_ticks(void) {
  return 0;
}

/* How many ticks make a second. */
uint32_t tflq_port_tick_hz(void) {
  return 1000000u;
}

/*
 * The bounds of the stack that the harness runs on, which it fills with a pattern to see how much was used: the lowest
 * address and the one after the highest. Both NULL where you cannot tell.
 */
void tflq_port_stack(uint8_t **low, uint8_t **high) {
  *low = NULL;
  *high = NULL;
}

/* Restarts the firmware, or returns where it cannot. */
void tflq_port_reset(void) {
}
