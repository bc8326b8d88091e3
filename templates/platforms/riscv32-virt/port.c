/*
 * QEMU's RISC-V machine `virt` with a 32-bit core (rv32imc, the instruction set of an ESP32-C3): a 16550 UART is
 * the link, and the core's own counter of retired instructions is the timer.
 */
#include "tflq_port.h"

/* 16550 registers, one byte each. */
typedef struct {
  volatile uint8_t data;
  volatile uint8_t interrupt_enable;
  volatile uint8_t fifo_control;
  volatile uint8_t line_control;
  volatile uint8_t modem_control;
  volatile uint8_t line_status;
} uart_16550;

#define UART0 ((uart_16550 *)0x10000000u)
#define UART_FIFO_ENABLE 0x01u
#define UART_FIFO_TRIGGER_14 0xC0u
#define UART_LINE_8N1 0x03u
#define UART_STATUS_RX_READY (1u << 0)
#define UART_STATUS_TX_EMPTY (1u << 5)

/* The machine's test device: this value restarts it. */
#define TEST_DEVICE (*(volatile uint32_t *)0x00100000u)
#define TEST_RESET 0x7777u

/* Under `-icount shift=0` an instruction takes one nanosecond of the machine's time. */
#define INSTRUCTIONS_PER_SECOND 1000000000u

void tflq_port_init(void) {
  UART0->line_control = UART_LINE_8N1;
  /* The emulator hands over as many bytes at once as fit below the FIFO's trigger level. */
  UART0->fifo_control = UART_FIFO_ENABLE | UART_FIFO_TRIGGER_14;
}

int tflq_port_getc(void) {
  while ((UART0->line_status & UART_STATUS_RX_READY) == 0) {
  }
  return UART0->data;
}

void tflq_port_putc(uint8_t byte) {
  while ((UART0->line_status & UART_STATUS_TX_EMPTY) == 0) {
  }
  UART0->data = byte;
}

void tflq_port_flush(void) {
}

uint32_t tflq_port_ticks(void) {
  uint32_t instructions;
  __asm__ volatile("csrr %0, minstret" : "=r"(instructions));
  return instructions;
}

uint32_t tflq_port_tick_hz(void) {
  return INSTRUCTIONS_PER_SECOND;
}

void tflq_port_reset(void) {
  TEST_DEVICE = TEST_RESET;
}
