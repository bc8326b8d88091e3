/* What every family of STM32 says of itself in its tflq_stm32.h and clocks.c. */
#ifndef TFLQ_STM32_CHIP_H
#define TFLQ_STM32_CHIP_H

#include <stdint.h>

#define TFLQ_REGISTER(address) (*(volatile uint32_t *)(address))

/* A USART, and what must be switched on for it. */
typedef struct {
  uint32_t address;
  uint32_t interrupt;
  volatile uint32_t *clock_enable; /* a register of the RCC */
  uint32_t clock_enable_bit;
  uint32_t is_low_power; /* 1 for an LPUART */
} tflq_stm32_usart;

/* Clocks as they run. */
typedef struct {
  uint32_t core_hz;
  uint32_t usart_hz; /* the same for all USARTs: the buses run at one speed */
} tflq_stm32_clocks;

/*
 * Brings the core to TFLQ_BOARD_CLOCK_HZ from the internal oscillator, which every board has and which is within 1 % at
 * room temperature. Where the PLL does not start, the core stays at the clock that it has, and that is what is returned.
 */
tflq_stm32_clocks tflq_stm32_start_clocks(void);

/* Waits for bits of a register to become `value`, some ten milliseconds at the most. Returns 0 if they did not. */
static inline int tflq_stm32_wait(const volatile uint32_t *reg, uint32_t mask, uint32_t value) {
  for (uint32_t turns = 0; turns < 100000u; turns++) {
    if ((*reg & mask) == value) {
      return 1;
    }
  }
  return 0;
}

#endif
