/*
 * The machine that the tool runs on (POSIX): standard input and output are the link, the monotonic clock is the
 * timer. The tool starts the firmware as a child process.
 */
#define _POSIX_C_SOURCE 200809L /* for clock_gettime under -std=c99 */

#include "tflq_port.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Ticks of 10 ns: fine enough for the smallest network, and 43 s until the counter wraps. */
#define NANOSECONDS_PER_TICK 10u
#define TICKS_PER_SECOND 100000000u

/* The part of the stack below tflq_port_init's caller that the harness may measure. */
#define STACK_BYTES (256u * 1024u)

static uint8_t received[4096];
static size_t received_count;
static size_t received_next;

static uint8_t pending[4096];
static size_t pending_count;

static uint8_t *stack_high;

/*
 * Makes the operating system map the stack as far down as the harness will paint it: it does so by itself only
 * as the stack grows.
 */
__attribute__((noinline)) static void touch_stack(void) {
  volatile uint8_t region[STACK_BYTES];
  for (size_t i = 0; i < sizeof region; i += 1024u) {
    region[i] = 0;
  }
}

void tflq_port_init(void) {
  stack_high = (uint8_t *)__builtin_frame_address(0);
  touch_stack();
}

int tflq_port_getc(void) {
  if (received_next == received_count) {
    ssize_t count;
    do {
      count = read(STDIN_FILENO, received, sizeof received);
    } while (count < 0 && errno == EINTR);
    if (count <= 0) {
      return -1;
    }
    received_count = (size_t)count;
    received_next = 0;
  }
  return received[received_next++];
}

void tflq_port_putc(uint8_t byte) {
  pending[pending_count++] = byte;
  if (pending_count == sizeof pending) {
    tflq_port_flush();
  }
}

void tflq_port_flush(void) {
  size_t sent = 0;
  while (sent < pending_count) {
    const ssize_t count = write(STDOUT_FILENO, pending + sent, pending_count - sent);
    if (count > 0) {
      sent += (size_t)count;
    } else if (count < 0 && errno != EINTR) {
      _exit(EXIT_FAILURE); /* nobody is listening any more */
    }
  }
  pending_count = 0;
}

uint32_t tflq_port_ticks(void) {
  struct timespec now;
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint32_t)now.tv_sec * TICKS_PER_SECOND + (uint32_t)now.tv_nsec / NANOSECONDS_PER_TICK;
}

uint32_t tflq_port_tick_hz(void) {
  return TICKS_PER_SECOND;
}

/*
 * STACK_BYTES below the frame of tflq_port_init. Addresses of a stack that the C standard knows nothing of, which
 * is why they are computed as integers.
 */
void tflq_port_stack(uint8_t **low, uint8_t **high) {
  *high = stack_high;
  *low = (uint8_t *)((uintptr_t)stack_high - STACK_BYTES);
}

/* A process cannot restart itself under the same pipes and memory: the tool starts a new one instead. */
void tflq_port_reset(void) {
}
