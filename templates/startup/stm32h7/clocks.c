/*
 * Clocks and supply of the STM32H743, up to 400 MHz: the fastest that every revision of the chip reaches (480 MHz ask
 * for revision V and voltage scale 0). ST RM0433, chapters PWR, RCC and Embedded flash memory.
 */
#include "tflq_board.h"
#include "tflq_cortex_m7.h"
#include "tflq_startup.h"
#include "tflq_stm32.h"

#define PWR_BASE 0x58024800u
#define PWR_CSR1 TFLQ_REGISTER(PWR_BASE + 0x04u)
#define PWR_CR3 TFLQ_REGISTER(PWR_BASE + 0x0Cu)
#define PWR_D3CR TFLQ_REGISTER(PWR_BASE + 0x18u)
#define FLASH_ACR TFLQ_REGISTER(0x52002000u)
#define DBGMCU_IDCODE TFLQ_REGISTER(0x5C001000u)
#define AXI_TARG7_FN_MOD TFLQ_REGISTER(0x51008108u)

#define PWR_CSR1_ACTVOSRDY (1u << 13)
#define PWR_CR3_SUPPLY 7u /* bypass, LDO, and the bit that a write clears: the supply is chosen once */
#define PWR_CR3_LDO (1u << 1)
#define PWR_D3CR_VOSRDY (1u << 13)
#define PWR_D3CR_VOS_1 (3u << 14)

#define RCC_CR_PLL1ON (1u << 24)
#define RCC_CR_PLL1RDY (1u << 25)
#define RCC_CFGR_SW_PLL1 3u
#define RCC_CFGR_SW 7u
#define RCC_CFGR_SWS_PLL1 (3u << 3)
#define RCC_CFGR_SWS (7u << 3)
#define RCC_D1CFGR_AHB_HALF 8u           /* AXI and AHB at most 200 MHz */
#define RCC_D1CFGR_APB3_HALF (4u << 4)   /* all APBs at most 100 MHz */
#define RCC_D2CFGR_APB1_HALF (4u << 4)
#define RCC_D2CFGR_APB2_HALF (4u << 8)
#define RCC_D3CFGR_APB4_HALF (4u << 4)

/* HSI, 64 MHz, / 8 * N / 2 is the core's clock; registers hold factors and divisors less one. */
#define HSI_HZ 64000000u
#define PLL_M (8u << 4)
#define PLL_SOURCES 0x3F3u /* the source, 0 for HSI, and the first PLL's M */
#define PLL_N (TFLQ_BOARD_CLOCK_HZ / 4000000u)
#define PLL_DIVISORS ((1u << 24) | (1u << 16) | (1u << 9) | (PLL_N - 1u))
#define PLL1_OUTPUTS (7u << 16)
#define PLL1_OUTPUT_P (1u << 16)
#define PLL1_INPUT_8_TO_16_MHZ (3u << 2)
#define PLL1_SETTINGS 0xFu

/* For an AXI of 185 to 210 MHz at voltage scale 1. */
#define FLASH_ACR_SETTING ((2u << 4) | 2u)
#define FLASH_ACR_FIELDS 0x3Fu

/* Before the supply is chosen, RAM must not be written to (RM0433, System supply startup). */
void tflq_chip_init(void) {
  PWR_CR3 = (PWR_CR3 & ~PWR_CR3_SUPPLY) | PWR_CR3_LDO;
  (void)tflq_stm32_wait(&PWR_CSR1, PWR_CSR1_ACTVOSRDY, PWR_CSR1_ACTVOSRDY);
  /* Erratum of revisions before V (ES0392, reading from AXI SRAM may lead to data read corruption). */
  if (DBGMCU_IDCODE < 0x20000000u) {
    AXI_TARG7_FN_MOD = 1u;
  }
}

static int start_pll(void) {
  PWR_D3CR |= PWR_D3CR_VOS_1;
  if (!tflq_stm32_wait(&PWR_D3CR, PWR_D3CR_VOSRDY, PWR_D3CR_VOSRDY)) {
    return 0;
  }
  RCC_PLLCKSELR = (RCC_PLLCKSELR & ~PLL_SOURCES) | PLL_M;
  RCC_PLLCFGR = (RCC_PLLCFGR & ~(PLL1_SETTINGS | PLL1_OUTPUTS)) | PLL1_INPUT_8_TO_16_MHZ | PLL1_OUTPUT_P;
  RCC_PLL1DIVR = PLL_DIVISORS;
  RCC_CR |= RCC_CR_PLL1ON;
  if (!tflq_stm32_wait(&RCC_CR, RCC_CR_PLL1RDY, RCC_CR_PLL1RDY)) {
    return 0;
  }
  FLASH_ACR = FLASH_ACR_SETTING;
  return tflq_stm32_wait(&FLASH_ACR, FLASH_ACR_FIELDS, FLASH_ACR_SETTING);
}

tflq_stm32_clocks tflq_stm32_start_clocks(void) {
  tflq_caches_start();
  if (!start_pll()) {
    return (tflq_stm32_clocks){HSI_HZ, HSI_HZ};
  }
  /* The buses' dividers come first, so that none of them is ever too fast. */
  RCC_D1CFGR = RCC_D1CFGR_AHB_HALF | RCC_D1CFGR_APB3_HALF;
  RCC_D2CFGR = RCC_D2CFGR_APB1_HALF | RCC_D2CFGR_APB2_HALF;
  RCC_D3CFGR = RCC_D3CFGR_APB4_HALF;
  RCC_CFGR = (RCC_CFGR & ~RCC_CFGR_SW) | RCC_CFGR_SW_PLL1;
  if (!tflq_stm32_wait(&RCC_CFGR, RCC_CFGR_SWS, RCC_CFGR_SWS_PLL1)) {
    return (tflq_stm32_clocks){HSI_HZ, HSI_HZ / 4u};
  }
  return (tflq_stm32_clocks){TFLQ_BOARD_CLOCK_HZ, TFLQ_BOARD_CLOCK_HZ / 4u};
}
