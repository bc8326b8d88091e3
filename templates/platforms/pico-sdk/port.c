/*
 * RP2040 and RP2350 by the Pico SDK: its stdio, USB or UART as CMakeLists.txt says, is the link; its timer of
 * microseconds counts, on every core that these chips have.
 */
#include "tflq_port.h"

#include <stdbool.h>

#include "hardware/watchdog.h"
#include "pico/stdlib.h"

/* The first core's stack: PICO_STACK_SIZE bytes. The SDK's linker scripts define both. */
extern uint8_t __StackBottom;
extern uint8_t __StackTop;

#define WAIT_US 1000000u
#define TICKS_PER_SECOND 1000000u

/* USB sends what it is handed as a packet each: whole ones are many times faster than single bytes. */
static uint8_t pending[64];
static uint32_t pending_count;

void tflq_port_init(void) {
  stdio_init_all();
}

int tflq_port_getc(void) {
  int byte;
  do {
    byte = getchar_timeout_us(WAIT_US);
  } while (byte < 0);
  return byte;
}

void tflq_port_putc(uint8_t byte) {
  pending[pending_count++] = byte;
  if (pending_count == sizeof pending) {
    tflq_port_flush();
  }
}

void tflq_port_flush(void) {
  /* As it is: no new line at the end, no carriage return before those inside. */
  (void)stdio_put_string((const char *)pending, (int)pending_count, false, false);
  stdio_flush();
  pending_count = 0;
}

uint32_t tflq_port_ticks(void) {
  return time_us_32();
}

uint32_t tflq_port_tick_hz(void) {
  return TICKS_PER_SECOND;
}

void tflq_port_stack(uint8_t **low, uint8_t **high) {
  *low = &__StackBottom;
  *high = &__StackTop;
}

void tflq_port_reset(void) {
  watchdog_reboot(0, 0, 0);
  for (;;) {
    tight_loop_contents();
  }
}
