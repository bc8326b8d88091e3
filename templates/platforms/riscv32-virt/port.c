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
#define UART_LINE_DIVISOR_ACCESS 0x80u /* the first two registers become the divisor */
#define UART_STATUS_RX_READY (1u << 0)
#define UART_STATUS_TX_EMPTY (1u << 5)

#define PLIC_PRIORITY ((volatile uint32_t *)0x0C000000u)
#define PLIC_ENABLE (*(volatile uint32_t *)0x0C002000u)
#define PLIC_CLAIM (*(volatile uint32_t *)0x0C200004u) /* reading takes the interrupt, writing it back ends it */
#define UART0_INTERRUPT 10u
#define UART_INTERRUPT_RX 1u
#define MIE_EXTERNAL (1u << 11)

/* The machine's test device: this value restarts it. */
#define TEST_DEVICE (*(volatile uint32_t *)0x00100000u)
#define TEST_RESET 0x7777u

/* Under `-icount shift=0` an instruction takes one nanosecond of the machine's time. */
#define INSTRUCTIONS_PER_SECOND 1000000000u

void tflq_port_init(void) {
  UART0->line_control = UART_LINE_DIVISOR_ACCESS;
  UART0->data = 1; /* the divisor's low byte: 115200 baud, which decides when bytes that wait are reported */
  UART0->interrupt_enable = 0; /* its high byte */
  UART0->line_control = UART_LINE_8N1;
  /* The emulator hands over as many bytes at once as fit below the FIFO's trigger level. */
  UART0->fifo_control = UART_FIFO_ENABLE | UART_FIFO_TRIGGER_14;
  UART0->interrupt_enable = UART_INTERRUPT_RX;

  PLIC_PRIORITY[UART0_INTERRUPT] = 1;
  PLIC_ENABLE = 1u << UART0_INTERRUPT;
  __asm__ volatile("csrw mie, %0" : : "r"(MIE_EXTERNAL));
}

/*
 * Sleeps until the UART asks for attention. Interrupts stay disabled as a whole (mstatus.MIE), so that the core
 * only wakes up and no handler is needed.
 */
static void sleep_until_interrupt(void) {
  __asm__ volatile("wfi" ::: "memory");
  PLIC_CLAIM = PLIC_CLAIM;
}

int tflq_port_getc(void) {
  while ((UART0->line_status & UART_STATUS_RX_READY) == 0) {
    sleep_until_interrupt();
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
