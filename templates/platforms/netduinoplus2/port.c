/*
 * Netduino Plus 2 (STM32F405, Cortex-M4F), as QEMU emulates it: USART1 is the link, TIM2 counts.
 * Registers: ST RM0090, chapters on USART and on the general-purpose timers TIM2 to TIM5.
 *
 * QEMU's chip needs neither clocks nor pins set up. A real one does: enable GPIOA, USART1 and TIM2 in the RCC,
 * and give PA9 and PA10 their alternate function, before what tflq_port_init does here.
 */
#include "tflq_cortex_m.h"
#include "tflq_port.h"

typedef struct {
  volatile uint32_t status;
  volatile uint32_t data;
  volatile uint32_t baud_rate;
  volatile uint32_t control1;
} stm32_usart;

typedef struct {
  volatile uint32_t control1;
  volatile uint32_t unused[8]; /* interrupts, status, capture and compare */
  volatile uint32_t counter;
  volatile uint32_t prescaler;
  volatile uint32_t auto_reload;
} stm32_timer;

#define USART1 ((stm32_usart *)0x40011000u)
#define TIM2 ((stm32_timer *)0x40000000u)

#define USART_STATUS_RX_NOT_EMPTY (1u << 5)
#define USART_STATUS_TX_EMPTY (1u << 7)
#define USART_CONTROL1_RX_ENABLE (1u << 2)
#define USART_CONTROL1_TX_ENABLE (1u << 3)
#define USART_CONTROL1_RX_INTERRUPT_ENABLE (1u << 5)
#define USART_CONTROL1_ENABLE (1u << 13)
#define USART1_INTERRUPT 37u
#define TIM_CONTROL1_ENABLE (1u << 0)

/* The clocks of peripherals after reset (the internal 16 MHz oscillator), and of QEMU's TIM2. */
#define USART_CLOCK_HZ 16000000u
#define TIMER_CLOCK_HZ 1000000000u
#define BAUD_RATE 115200u

void tflq_port_init(void) {
  USART1->baud_rate = (USART_CLOCK_HZ + BAUD_RATE / 2u) / BAUD_RATE;
  USART1->control1 = USART_CONTROL1_ENABLE | USART_CONTROL1_TX_ENABLE | USART_CONTROL1_RX_ENABLE |
                     USART_CONTROL1_RX_INTERRUPT_ENABLE;

  TIM2->prescaler = 0; /* divides by one */
  TIM2->auto_reload = 0xFFFFFFFFu;
  TIM2->control1 = TIM_CONTROL1_ENABLE;
}

int tflq_port_getc(void) {
  while ((USART1->status & USART_STATUS_RX_NOT_EMPTY) == 0) {
    tflq_sleep_until_interrupt(USART1_INTERRUPT);
  }
  return (int)(USART1->data & 0xFFu);
}

void tflq_port_putc(uint8_t byte) {
  while ((USART1->status & USART_STATUS_TX_EMPTY) == 0) {
  }
  USART1->data = byte;
}

void tflq_port_flush(void) {
}

uint32_t tflq_port_ticks(void) {
  return TIM2->counter;
}

uint32_t tflq_port_tick_hz(void) {
  return TIMER_CLOCK_HZ;
}
