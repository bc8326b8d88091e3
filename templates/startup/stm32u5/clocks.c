/* Clocks of the STM32U575, up to 160 MHz. ST RM0456, chapters PWR, RCC, Embedded flash memory, and ICACHE. */
#include "tflq_board.h"
#include "tflq_stm32.h"

#define PWR_BASE 0x46020800u
#define PWR_VOSR TFLQ_REGISTER(PWR_BASE + 0x0Cu)
#define PWR_SVMCR TFLQ_REGISTER(PWR_BASE + 0x10u)
#define FLASH_ACR TFLQ_REGISTER(0x40022000u)
#define ICACHE_CR TFLQ_REGISTER(0x40030400u)

#define RCC_AHB3ENR_PWREN (1u << 2)
#define RCC_CR_HSION (1u << 8)
#define RCC_CR_HSIRDY (1u << 10)
#define RCC_CR_PLL1ON (1u << 24)
#define RCC_CR_PLL1RDY (1u << 25)
#define RCC_CFGR1_SW_PLL1 3u
#define RCC_CFGR1_SW 3u
#define RCC_CFGR1_SWS_PLL1 (3u << 2)
#define RCC_CFGR1_SWS (3u << 2)
#define PWR_VOSR_RANGE_1 (3u << 16)
#define PWR_VOSR_BOOSTEN (1u << 18) /* the booster: for more than 55 MHz */
#define PWR_VOSR_BOOSTRDY (1u << 14)
#define PWR_VOSR_VOSRDY (1u << 15)
#define PWR_SVMCR_IO2SV (1u << 29) /* VDDIO2, the supply of port G, is valid */
#define ICACHE_CR_EN (1u << 0)

/* For up to 160 MHz in range 1. */
#define FLASH_ACR_LATENCY_4 4u
#define FLASH_ACR_LATENCY 0xFu
#define FLASH_ACR_PREFETCH (1u << 8)

/* After reset the core runs from MSIS. */
#define MSI_HZ 4000000u

/*
 * HSI, 16 MHz, / 2 * N / 2 is the core's clock; registers hold factors and divisors less one. The booster gets half of
 * the source too.
 */
#define PLL_SOURCE_HSI 2u
#define PLL_INPUT_8_TO_16_MHZ (3u << 2)
#define PLL_M (1u << 8)
#define PLL_BOOSTER_HALF (1u << 12)
#define PLL_R_ENABLE (1u << 18)
#define PLL_CONFIGURATION (PLL_R_ENABLE | PLL_BOOSTER_HALF | PLL_M | PLL_INPUT_8_TO_16_MHZ | PLL_SOURCE_HSI)
#define PLL_N (TFLQ_BOARD_CLOCK_HZ / 4000000u)
#define PLL_DIVISORS ((1u << 24) | (1u << 16) | (1u << 9) | (PLL_N - 1u))

#define PORT_G 6u

static void supply_port_g(void) {
  if (TFLQ_BOARD_TX_PORT == PORT_G || TFLQ_BOARD_RX_PORT == PORT_G) {
    PWR_SVMCR |= PWR_SVMCR_IO2SV;
  }
}

static int start_pll(void) {
  RCC_CR |= RCC_CR_HSION;
  if (!tflq_stm32_wait(&RCC_CR, RCC_CR_HSIRDY, RCC_CR_HSIRDY)) {
    return 0;
  }
  /* The booster's clock must be chosen before the booster is switched on, and that before the PLL is in use. */
  RCC_PLL1CFGR = PLL_CONFIGURATION;
  RCC_PLL1DIVR = PLL_DIVISORS;
  PWR_VOSR |= PWR_VOSR_RANGE_1;
  if (!tflq_stm32_wait(&PWR_VOSR, PWR_VOSR_VOSRDY, PWR_VOSR_VOSRDY)) {
    return 0;
  }
  PWR_VOSR |= PWR_VOSR_BOOSTEN;
  if (!tflq_stm32_wait(&PWR_VOSR, PWR_VOSR_BOOSTRDY, PWR_VOSR_BOOSTRDY)) {
    return 0;
  }
  RCC_CR |= RCC_CR_PLL1ON;
  if (!tflq_stm32_wait(&RCC_CR, RCC_CR_PLL1RDY, RCC_CR_PLL1RDY)) {
    return 0;
  }
  FLASH_ACR = FLASH_ACR_PREFETCH | FLASH_ACR_LATENCY_4;
  return tflq_stm32_wait(&FLASH_ACR, FLASH_ACR_LATENCY, FLASH_ACR_LATENCY_4);
}

/* All buses run at the core's clock. */
tflq_stm32_clocks tflq_stm32_start_clocks(void) {
  const tflq_stm32_clocks slow = {MSI_HZ, MSI_HZ};
  RCC_AHB3ENR |= RCC_AHB3ENR_PWREN;
  (void)RCC_AHB3ENR;
  supply_port_g();
  ICACHE_CR |= ICACHE_CR_EN;
  if (!start_pll()) {
    return slow;
  }
  RCC_CFGR1 = (RCC_CFGR1 & ~RCC_CFGR1_SW) | RCC_CFGR1_SW_PLL1;
  if (!tflq_stm32_wait(&RCC_CFGR1, RCC_CFGR1_SWS, RCC_CFGR1_SWS_PLL1)) {
    return slow;
  }
  return (tflq_stm32_clocks){TFLQ_BOARD_CLOCK_HZ, TFLQ_BOARD_CLOCK_HZ};
}
