/*
 * Clocks of the STM32F405 (168 MHz) and F446 (180 MHz), at 2.7 to 3.6 V. ST RM0090 and RM0390, chapters PWR, RCC and
 * Embedded flash memory interface.
 */
#include "tflq_board.h"
#include "tflq_stm32.h"

#define PWR_CR TFLQ_REGISTER(0x40007000u)
#define PWR_CSR TFLQ_REGISTER(0x40007004u)
#define FLASH_ACR TFLQ_REGISTER(0x40023C00u)

#define RCC_CR_PLLON (1u << 24)
#define RCC_CR_PLLRDY (1u << 25)
#define RCC_APB1ENR_PWREN (1u << 28)
#define PWR_CR_ODEN (1u << 16)    /* over-drive: for more than 168 MHz */
#define PWR_CR_ODSWEN (1u << 17)
#define PWR_CSR_ODRDY (1u << 16)
#define PWR_CSR_ODSWRDY (1u << 17)

#define RCC_CFGR_SW_PLL 2u
#define RCC_CFGR_SW 3u
#define RCC_CFGR_SWS_PLL (2u << 2)
#define RCC_CFGR_SWS (3u << 2)
#define RCC_CFGR_APB1_QUARTER (5u << 10) /* at most 45 MHz */
#define RCC_CFGR_APB2_QUARTER (5u << 13) /* could run faster; the same for all USARTs */

#define FLASH_ACR_LATENCY_5 5u
#define FLASH_ACR_LATENCY 0xFu
#define FLASH_ACR_PREFETCH (1u << 8)
#define FLASH_ACR_INSTRUCTION_CACHE (1u << 9)
#define FLASH_ACR_DATA_CACHE (1u << 10)

/* 16 MHz / M * N / 2 is the core's clock: with M = 8, N is its number of MHz. Q and R serve nothing here. */
#define HSI_HZ 16000000u
#define PLL_M 8u
#define PLL_N (TFLQ_BOARD_CLOCK_HZ / 1000000u)
#define PLL_CONFIGURATION ((2u << 28) | (8u << 24) | (PLL_N << 6) | PLL_M)

#define OVER_DRIVE_ABOVE_HZ 168000000u

static int start_over_drive(void) {
  RCC_APB1ENR |= RCC_APB1ENR_PWREN;
  PWR_CR |= PWR_CR_ODEN;
  if (!tflq_stm32_wait(&PWR_CSR, PWR_CSR_ODRDY, PWR_CSR_ODRDY)) {
    return 0;
  }
  PWR_CR |= PWR_CR_ODSWEN;
  return tflq_stm32_wait(&PWR_CSR, PWR_CSR_ODSWRDY, PWR_CSR_ODSWRDY);
}

/* The regulator is at its highest voltage (scale 1) after reset, and the core runs from the internal oscillator. */
tflq_stm32_clocks tflq_stm32_start_clocks(void) {
  const tflq_stm32_clocks slow = {HSI_HZ, HSI_HZ};
  RCC_PLLCFGR = PLL_CONFIGURATION;
  RCC_CR |= RCC_CR_PLLON;
  if (TFLQ_BOARD_CLOCK_HZ > OVER_DRIVE_ABOVE_HZ && !start_over_drive()) {
    return slow;
  }
  if (!tflq_stm32_wait(&RCC_CR, RCC_CR_PLLRDY, RCC_CR_PLLRDY)) {
    return slow;
  }
  FLASH_ACR = FLASH_ACR_LATENCY_5 | FLASH_ACR_PREFETCH | FLASH_ACR_INSTRUCTION_CACHE | FLASH_ACR_DATA_CACHE;
  if (!tflq_stm32_wait(&FLASH_ACR, FLASH_ACR_LATENCY, FLASH_ACR_LATENCY_5)) {
    return slow;
  }
  /* The buses' dividers come first, so that none of them is ever too fast. */
  RCC_CFGR |= RCC_CFGR_APB1_QUARTER | RCC_CFGR_APB2_QUARTER;
  RCC_CFGR = (RCC_CFGR & ~RCC_CFGR_SW) | RCC_CFGR_SW_PLL;
  if (!tflq_stm32_wait(&RCC_CFGR, RCC_CFGR_SWS, RCC_CFGR_SWS_PLL)) {
    return (tflq_stm32_clocks){HSI_HZ, HSI_HZ / 4u};
  }
  return (tflq_stm32_clocks){TFLQ_BOARD_CLOCK_HZ, TFLQ_BOARD_CLOCK_HZ / 4u};
}
