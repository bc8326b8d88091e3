/*
 * What a board brings to the harness: bytes in and out, a tick counter, its stack's bounds. Every platform in
 * templates/platforms implements these in its port.c.
 */
#ifndef TFLQ_PORT_H
#define TFLQ_PORT_H

#include <stdint.h>

/* Clocks, UART, timer. Called once, before anything else. */
void tflq_port_init(void);

/* The next byte from the line; waits for it. Negative when the line is closed for good (host only). */
int tflq_port_getc(void);

/* Sends one byte; may buffer it. */
void tflq_port_putc(uint8_t byte);

/* Sends what putc has buffered. */
void tflq_port_flush(void);

/* Free-running, counts up, wraps at 2^32. */
uint32_t tflq_port_ticks(void);

/* Ticks per second. */
uint32_t tflq_port_tick_hz(void);

/* The stack grows down from `high` to `low`; both NULL where it cannot be told. */
void tflq_port_stack(uint8_t **low, uint8_t **high);

/* Restarts the firmware; returns where the board cannot. */
void tflq_port_reset(void);

#endif
