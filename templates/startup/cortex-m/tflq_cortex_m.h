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

/*
 * The core's cycle counter: Armv7-M Architecture Reference Manual (DDI 0403), chapter C1.8, and Armv8-M (DDI 0553).
 * Cortex-M3 and larger have it, Cortex-M0 has not; QEMU does not emulate it, it reads zero there.
 */
#define DEMCR (*(volatile uint32_t *)0xE000EDFCu)
#define DWT_CONTROL (*(volatile uint32_t *)0xE0001000u)
#define DWT_CYCLES (*(volatile uint32_t *)0xE0001004u)
#define DWT_LOCK (*(volatile uint32_t *)0xE0001FB0u) /* only some cores have it, among them the Cortex-M7 */

#define DEMCR_TRACE_ENABLE (1u << 24)
#define DWT_CONTROL_CYCLES_ENABLE (1u << 0)
#define DWT_LOCK_KEY 0xC5ACCE55u

static inline void tflq_cycle_counter_start(void) {
  DEMCR |= DEMCR_TRACE_ENABLE;
  DWT_LOCK = DWT_LOCK_KEY;
  DWT_CYCLES = 0;
  DWT_CONTROL |= DWT_CONTROL_CYCLES_ENABLE;
}

static inline uint32_t tflq_cycle_counter(void) {
  return DWT_CYCLES;
}

#endif
