/*
 * STM32: a USART is the link, the core's cycle counter counts. What differs between families (clocks, addresses) is
 * in tflq_stm32.h and clocks.c, what differs between boards is in tflq_board.h.
 *
 * The pins' registers are the same in all families: e.g. ST RM0432, chapter General-purpose I/Os. The cycle counter
 * wraps after 2^32 cycles: 24 s at 180 MHz.
 */
#include "tflq_board.h"
#include "tflq_cortex_m.h"
#include "tflq_port.h"
#include "tflq_usart.h"

typedef struct {
  volatile uint32_t mode; /* two bits a pin */
  volatile uint32_t output_type;
  volatile uint32_t speed; /* two bits a pin */
  volatile uint32_t pull;  /* two bits a pin */
  volatile uint32_t input;
  volatile uint32_t output;
  volatile uint32_t set_reset;
  volatile uint32_t lock;
  volatile uint32_t alternate_function[2]; /* four bits a pin */
} stm32_gpio;

#define GPIO_PORT_BYTES 0x400u
#define GPIO_MODE_ALTERNATE 2u
#define GPIO_SPEED_MEDIUM 1u
#define GPIO_PULL_UP 1u

static const tflq_stm32_usart link = TFLQ_BOARD_USART;
#define USART ((tflq_usart *)link.address)

static tflq_stm32_clocks clocks;

static void set_field(volatile uint32_t *reg, uint32_t index, uint32_t bits, uint32_t value) {
  const uint32_t shift = index * bits;
  const uint32_t mask = ((1u << bits) - 1u) << shift;
  *reg = (*reg & ~mask) | (value << shift);
}

/* Gives a pin to the USART. The pull-up keeps a line that nobody drives from sending us noise. */
static void connect_pin(uint32_t port, uint32_t pin) {
  stm32_gpio *const gpio = (stm32_gpio *)(TFLQ_STM32_GPIOA + port * GPIO_PORT_BYTES);
  TFLQ_STM32_GPIO_ENABLE |= 1u << port;
  (void)TFLQ_STM32_GPIO_ENABLE; /* the clock takes two cycles to arrive */
  set_field(&gpio->alternate_function[pin / 8u], pin % 8u, 4u, TFLQ_BOARD_ALTERNATE_FUNCTION);
  set_field(&gpio->speed, pin, 2u, GPIO_SPEED_MEDIUM);
  set_field(&gpio->pull, pin, 2u, GPIO_PULL_UP);
  set_field(&gpio->mode, pin, 2u, GPIO_MODE_ALTERNATE);
}

void tflq_port_init(void) {
  clocks = tflq_stm32_start_clocks();
  tflq_cycle_counter_start();

  *link.clock_enable |= 1u << link.clock_enable_bit;
  (void)*link.clock_enable;
  connect_pin(TFLQ_BOARD_TX_PORT, TFLQ_BOARD_TX_PIN);
  connect_pin(TFLQ_BOARD_RX_PORT, TFLQ_BOARD_RX_PIN);

  USART->control1 = 0;
  USART->baud_rate = tflq_usart_divider(clocks.usart_hz, TFLQ_BOARD_BAUD, link.is_low_power);
#ifdef USART_CONTROL3_NO_OVERRUN
  USART->control3 = USART_CONTROL3_NO_OVERRUN; /* a lost byte must not stop those that follow */
#endif
  USART->control1 = USART_CONTROL1_ENABLE | USART_CONTROL1_TX_ENABLE | USART_CONTROL1_RX_ENABLE |
                    USART_CONTROL1_RX_INTERRUPT_ENABLE;
}

int tflq_port_getc(void) {
  uint32_t status;
  while (((status = USART->status) & USART_STATUS_RX_NOT_EMPTY) == 0) {
    if ((status & USART_STATUS_OVERRUN) != 0) {
      (void)USART->receive_data; /* clears it in the first generation; the second does not set it */
    } else {
      tflq_sleep_until_interrupt(link.interrupt);
    }
  }
  return (int)(USART->receive_data & 0xFFu);
}

void tflq_port_putc(uint8_t byte) {
  while ((USART->status & USART_STATUS_TX_EMPTY) == 0) {
  }
  USART_SEND(USART) = byte;
}

void tflq_port_flush(void) {
  while ((USART->status & USART_STATUS_TX_COMPLETE) == 0) {
  }
}

uint32_t tflq_port_ticks(void) {
  return tflq_cycle_counter();
}

uint32_t tflq_port_tick_hz(void) {
  return clocks.core_hz;
}
