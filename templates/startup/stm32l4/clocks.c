/*
 * Clocks of the STM32L4 (80 MHz) and L4+ (120 MHz). ST RM0351 and RM0432, chapters PWR, RCC and Embedded flash memory.
 */
#include "tflq_board.h"
#include "tflq_stm32.h"

#define PWR_BASE 0x40007000u
#define PWR_CR2 TFLQ_REGISTER(PWR_BASE + 0x04u)
#define PWR_CR5 TFLQ_REGISTER(PWR_BASE + 0x80u) /* L4+ only */
#define FLASH_ACR TFLQ_REGISTER(0x40022000u)

#define RCC_APB1ENR1_PWREN (1u << 28)
#define RCC_CR_HSION (1u << 8)
#define RCC_CR_HSIRDY (1u << 10)
#define RCC_CR_PLLON (1u << 24)
#define RCC_CR_PLLRDY (1u << 25)
#define PWR_CR2_IOSV (1u << 9)    /* VDDIO2, the supply of port G, is valid */
#define PWR_CR5_R1MODE (1u << 8)  /* 0 for boost, which more than 80 MHz ask for */

#define RCC_CFGR_SW_PLL 3u
#define RCC_CFGR_SW 3u
#define RCC_CFGR_SWS_PLL (3u << 2)
#define RCC_CFGR_SWS (3u << 2)
#define RCC_CFGR_AHB_HALF (8u << 4)

#define FLASH_ACR_LATENCY 0xFu
#define FLASH_ACR_PREFETCH (1u << 8)
#define FLASH_ACR_INSTRUCTION_CACHE (1u << 9)
#define FLASH_ACR_DATA_CACHE (1u << 10)

/* After reset the core runs from MSI. */
#define MSI_HZ 4000000u

/* HSI, 16 MHz, / 2 * N / 2 is the core's clock; the register holds the first divisor less one. */
#define PLL_SOURCE_HSI 2u
#define PLL_N (TFLQ_BOARD_CLOCK_HZ / 4000000u)
#define PLL_R_ENABLE (1u << 24)
#define PLL_CONFIGURATION (PLL_R_ENABLE | (PLL_N << 8) | (1u << 4) | PLL_SOURCE_HSI)

#define BOOST_ABOVE_HZ 80000000u
#define FLASH_WAIT_STATES (TFLQ_BOARD_CLOCK_HZ > BOOST_ABOVE_HZ ? 5u : 4u)

#define PORT_G 6u

static void supply_port_g(void) {
  if (TFLQ_BOARD_TX_PORT == PORT_G || TFLQ_BOARD_RX_PORT == PORT_G) {
    PWR_CR2 |= PWR_CR2_IOSV;
  }
}

/* The regulator is in range 1 after reset. RM0432 asks for a slower AHB around the change to more than 80 MHz. */
tflq_stm32_clocks tflq_stm32_start_clocks(void) {
  const tflq_stm32_clocks slow = {MSI_HZ, MSI_HZ};
  RCC_APB1ENR1 |= RCC_APB1ENR1_PWREN;
  (void)RCC_APB1ENR1;
  supply_port_g();
  RCC_CR |= RCC_CR_HSION;
  if (!tflq_stm32_wait(&RCC_CR, RCC_CR_HSIRDY, RCC_CR_HSIRDY)) {
    return slow;
  }
  RCC_PLLCFGR = PLL_CONFIGURATION;
  RCC_CR |= RCC_CR_PLLON;
  if (!tflq_stm32_wait(&RCC_CR, RCC_CR_PLLRDY, RCC_CR_PLLRDY)) {
    return slow;
  }
  if (TFLQ_BOARD_CLOCK_HZ > BOOST_ABOVE_HZ) {
    PWR_CR5 &= ~PWR_CR5_R1MODE;
  }
  FLASH_ACR = FLASH_WAIT_STATES | FLASH_ACR_PREFETCH | FLASH_ACR_INSTRUCTION_CACHE | FLASH_ACR_DATA_CACHE;
  if (!tflq_stm32_wait(&FLASH_ACR, FLASH_ACR_LATENCY, FLASH_WAIT_STATES)) {
    return slow;
  }
  RCC_CFGR |= RCC_CFGR_AHB_HALF;
  RCC_CFGR = (RCC_CFGR & ~RCC_CFGR_SW) | RCC_CFGR_SW_PLL;
  const int runs = tflq_stm32_wait(&RCC_CFGR, RCC_CFGR_SWS, RCC_CFGR_SWS_PLL);
  for (volatile uint32_t turns = 0; turns < 100u; turns++) { /* a microsecond at the least */
  }
  RCC_CFGR &= ~RCC_CFGR_AHB_HALF;
  return runs ? (tflq_stm32_clocks){TFLQ_BOARD_CLOCK_HZ, TFLQ_BOARD_CLOCK_HZ} : slow;
}
