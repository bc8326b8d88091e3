/* What ports on a Cortex-M share. */
#ifndef TFLQ_CORTEX_M_H
#define TFLQ_CORTEX_M_H

#include <stdint.h>

/* Registers of the interrupt controller for interrupts 0-31; the words that follow are for the next 32 each. */
#define NVIC_SET_ENABLE ((volatile uint32_t *)0xE000E100u)
#define NVIC_CLEAR_ENABLE ((volatile uint32_t *)0xE000E180u)
#define NVIC_CLEAR_PENDING ((volatile uint32_t *)0xE000E280u)

/*
 * Sleeps until interrupt `number` is pending, without taking it: no handler is needed. Returns at once
 * if it is pending already, and may return without cause, so call it in a loop that looks at the peripheral. The
 * interrupt must be enabled in the peripheral.
 *
 * On real silicon this saves power. In QEMU it gives the processor to the emulator's other half, the one that
 * brings the bytes, and an idle firmware costs the machine nothing.
 */
static inline void tflq_sleep_until_interrupt(uint32_t number) {
  const uint32_t word = number / 32u;
  const uint32_t bit = 1u << (number % 32u);

  /* Masked interrupts still end the sleep, but are not taken. */
  __asm__ volatile("cpsid i" ::: "memory");
  NVIC_SET_ENABLE[word] = bit;
  __asm__ volatile("dsb\n\twfi" ::: "memory");
  NVIC_CLEAR_ENABLE[word] = bit;
  NVIC_CLEAR_PENDING[word] = bit;
  __asm__ volatile("cpsie i" ::: "memory");
}

#endif
