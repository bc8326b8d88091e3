/* Registers: Armv7-M Architecture Reference Manual (DDI 0403), B3.2 System Control Space and B4.8 CPUID support. */
#include "tflq_cortex_m7.h"

#include <stdint.h>

#define SCB_CCR (*(volatile uint32_t *)0xE000ED14u)    /* configuration and control */
#define SCB_CCSIDR (*(volatile uint32_t *)0xE000ED80u) /* size of the cache that CSSELR selects */
#define SCB_CSSELR (*(volatile uint32_t *)0xE000ED84u)
#define SCB_ICIALLU (*(volatile uint32_t *)0xE000EF50u) /* invalidates all instructions */
#define SCB_DCISW (*(volatile uint32_t *)0xE000EF60u)   /* invalidates a line of data by set and way */

#define CCR_DATA_CACHE (1u << 16)
#define CCR_INSTRUCTION_CACHE (1u << 17)
#define CSSELR_FIRST_LEVEL_DATA 0u

/* A line has 32 bytes; of the four ways, the number is in the upper two bits of DCISW. */
#define DCISW_SET_SHIFT 5u
#define DCISW_WAY_SHIFT 30u

static void barrier(void) {
  __asm__ volatile("dsb\n\tisb" ::: "memory");
}

void tflq_caches_start(void) {
  SCB_ICIALLU = 0;
  SCB_CSSELR = CSSELR_FIRST_LEVEL_DATA;
  barrier();
  const uint32_t last_set = (SCB_CCSIDR >> 13) & 0x7FFFu;
  const uint32_t last_way = (SCB_CCSIDR >> 3) & 0x3FFu;
  for (uint32_t set = 0; set <= last_set; set++) {
    for (uint32_t way = 0; way <= last_way; way++) {
      SCB_DCISW = (set << DCISW_SET_SHIFT) | (way << DCISW_WAY_SHIFT);
    }
  }
  barrier();
  SCB_CCR |= CCR_INSTRUCTION_CACHE | CCR_DATA_CACHE;
  barrier();
}
