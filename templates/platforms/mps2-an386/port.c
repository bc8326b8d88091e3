/*
 * Arm MPS2 with the AN386 image (Cortex-M4F), as QEMU emulates it: UART0 is the link, timer 0 counts.
 * Registers: Arm DDI 0479 (Cortex-M System Design Kit), chapters on the APB UART and the APB timer.
 */
#include "tflq_cortex_m.h"
#include "tflq_port.h"

typedef struct {
  volatile uint32_t data;
  volatile uint32_t state;
  volatile uint32_t control;
  volatile uint32_t interrupt;
  volatile uint32_t baud_divider; /* peripheral clock / baud rate, at least 16 */
} cmsdk_uart;

typedef struct {
  volatile uint32_t control;
  volatile uint32_t value; /* counts down, then starts again from `reload` */
  volatile uint32_t reload;
  volatile uint32_t interrupt;
} cmsdk_timer;

#define UART0 ((cmsdk_uart *)0x40004000u)
#define TIMER0 ((cmsdk_timer *)0x40000000u)

#define UART_STATE_TX_FULL (1u << 0)
#define UART_STATE_RX_FULL (1u << 1)
#define UART_CONTROL_TX_ENABLE (1u << 0)
#define UART_CONTROL_RX_ENABLE (1u << 1)
#define UART_CONTROL_RX_INTERRUPT_ENABLE (1u << 3)
#define UART_INTERRUPT_RX (1u << 1) /* writing it clears it */
#define UART0_RX_INTERRUPT 0u
#define TIMER_CONTROL_ENABLE (1u << 0)

#define PERIPHERAL_CLOCK_HZ 25000000u
#define BAUD_RATE 115200u
#define TIMER_RELOAD 0xFFFFFFFFu

void tflq_port_init(void) {
  UART0->baud_divider = PERIPHERAL_CLOCK_HZ / BAUD_RATE;
  UART0->control = UART_CONTROL_TX_ENABLE | UART_CONTROL_RX_ENABLE | UART_CONTROL_RX_INTERRUPT_ENABLE;
  /* Drops what was there before. In QEMU this also tells the line that it may send: enabling alone does not. */
  (void)UART0->data;

  TIMER0->reload = TIMER_RELOAD;
  TIMER0->value = TIMER_RELOAD;
  TIMER0->control = TIMER_CONTROL_ENABLE;
}

int tflq_port_getc(void) {
  while ((UART0->state & UART_STATE_RX_FULL) == 0) {
    tflq_sleep_until_interrupt(UART0_RX_INTERRUPT);
    UART0->interrupt = UART_INTERRUPT_RX;
  }
  return (int)(UART0->data & 0xFFu);
}

void tflq_port_putc(uint8_t byte) {
  while ((UART0->state & UART_STATE_TX_FULL) != 0) {
  }
  UART0->data = byte;
}

void tflq_port_flush(void) {
}

uint32_t tflq_port_ticks(void) {
  return TIMER_RELOAD - TIMER0->value;
}

uint32_t tflq_port_tick_hz(void) {
  return PERIPHERAL_CLOCK_HZ;
}
