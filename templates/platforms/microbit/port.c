/*
 * BBC micro:bit (nRF51822, Cortex-M0), as QEMU emulates it: the UART is the link, TIMER0 counts.
 * Registers: Nordic nRF51 Series Reference Manual, chapters TIMER and UART.
 *
 * QEMU's chip needs no pins and no baud rate. A real one does: set PSELTXD, PSELRXD and BAUDRATE, and start the
 * 16 MHz crystal (CLOCK.TASKS_HFCLKSTART), before what tflq_port_init does here.
 */
#include "tflq_cortex_m.h"
#include "tflq_port.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

#define UART_TASKS_STARTRX REGISTER(0x40002000u)
#define UART_TASKS_STARTTX REGISTER(0x40002008u)
#define UART_EVENTS_RXDRDY REGISTER(0x40002108u)
#define UART_EVENTS_TXDRDY REGISTER(0x4000211Cu)
#define UART_INTENSET REGISTER(0x40002304u)
#define UART_ENABLE REGISTER(0x40002500u)
#define UART_RXD REGISTER(0x40002518u)
#define UART_TXD REGISTER(0x4000251Cu)
#define UART_ENABLE_ON 4u
#define UART_INTENSET_RXDRDY (1u << 2)
#define UART_INTERRUPT 2u

#define TIMER0_TASKS_START REGISTER(0x40008000u)
#define TIMER0_TASKS_CLEAR REGISTER(0x4000800Cu)
#define TIMER0_TASKS_CAPTURE0 REGISTER(0x40008040u)
#define TIMER0_MODE REGISTER(0x40008504u)
#define TIMER0_BITMODE REGISTER(0x40008508u)
#define TIMER0_PRESCALER REGISTER(0x40008510u)
#define TIMER0_CC0 REGISTER(0x40008540u)
#define TIMER_MODE_TIMER 0u
#define TIMER_BITMODE_32 3u

#define TIMER_CLOCK_HZ 16000000u

void tflq_port_init(void) {
  UART_ENABLE = UART_ENABLE_ON;
  UART_EVENTS_RXDRDY = 0;
  UART_EVENTS_TXDRDY = 0;
  UART_INTENSET = UART_INTENSET_RXDRDY;
  UART_TASKS_STARTRX = 1;
  UART_TASKS_STARTTX = 1;
  /* Drops what was there before. In QEMU this also tells the line that it may send: starting alone does not. */
  (void)UART_RXD;

  TIMER0_MODE = TIMER_MODE_TIMER;
  TIMER0_BITMODE = TIMER_BITMODE_32;
  TIMER0_PRESCALER = 0; /* divides by 2^0 */
  TIMER0_TASKS_CLEAR = 1;
  TIMER0_TASKS_START = 1;
}

int tflq_port_getc(void) {
  while (UART_EVENTS_RXDRDY == 0) {
    tflq_sleep_until_interrupt(UART_INTERRUPT);
  }
  /* Cleared before the byte is taken: the event for the next one must not be lost. */
  UART_EVENTS_RXDRDY = 0;
  return (int)(UART_RXD & 0xFFu);
}

void tflq_port_putc(uint8_t byte) {
  UART_EVENTS_TXDRDY = 0;
  UART_TXD = byte;
  while (UART_EVENTS_TXDRDY == 0) {
  }
}

void tflq_port_flush(void) {
}

/* The counter itself cannot be read: a task copies it to a register that can. */
uint32_t tflq_port_ticks(void) {
  TIMER0_TASKS_CAPTURE0 = 1;
  return TIMER0_CC0;
}

uint32_t tflq_port_tick_hz(void) {
  return TIMER_CLOCK_HZ;
}
