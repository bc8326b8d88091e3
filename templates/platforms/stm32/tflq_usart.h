/*
 * The two generations of the USART in STM32 chips. The family's tflq_stm32.h says which one it has.
 *
 * 1: ST RM0090, RM0390 (F4), chapter USART.
 * 2: ST RM0351 and RM0432 (L4), RM0433 (H7), RM0456 (U5), chapters USART and LPUART.
 */
#ifndef TFLQ_USART_H
#define TFLQ_USART_H

#include "tflq_stm32.h"

#if TFLQ_STM32_USART_GENERATION == 1

typedef struct {
  volatile uint32_t status;
  volatile uint32_t receive_data; /* the same register both ways */
  volatile uint32_t baud_rate;
  volatile uint32_t control1;
} tflq_usart;

#define USART_SEND(usart) ((usart)->receive_data)
#define USART_CONTROL1_ENABLE (1u << 13)

#else

typedef struct {
  volatile uint32_t control1;
  volatile uint32_t control2;
  volatile uint32_t control3;
  volatile uint32_t baud_rate;
  volatile uint32_t unused[3]; /* guard time, time-out, requests */
  volatile uint32_t status;
  volatile uint32_t clear;
  volatile uint32_t receive_data;
  volatile uint32_t send_data;
} tflq_usart;

#define USART_SEND(usart) ((usart)->send_data)
#define USART_CONTROL1_ENABLE (1u << 0)
#define USART_CONTROL3_NO_OVERRUN (1u << 12)

#endif

/* The same in both. */
#define USART_STATUS_OVERRUN (1u << 3)
#define USART_STATUS_RX_NOT_EMPTY (1u << 5)
#define USART_STATUS_TX_COMPLETE (1u << 6)
#define USART_STATUS_TX_EMPTY (1u << 7)
#define USART_CONTROL1_RX_ENABLE (1u << 2)
#define USART_CONTROL1_TX_ENABLE (1u << 3)
#define USART_CONTROL1_RX_INTERRUPT_ENABLE (1u << 5)

/* The register for a baud rate; LPUARTs count 256ths of a clock. Both are sampled 16 times or more per bit. */
static inline uint32_t tflq_usart_divider(uint32_t clock_hz, uint32_t baud, uint32_t is_low_power) {
  if (is_low_power == 0) {
    return (clock_hz + baud / 2u) / baud;
  }
  return (uint32_t)((256u * (uint64_t)clock_hz + baud / 2u) / baud);
}

#endif
