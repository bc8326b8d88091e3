/*
 * Any board of Zephyr: the UART that the devicetree chooses as zephyr,console is the link, Zephyr's timing functions
 * or the kernel's clock are the timer. Nothing here knows which chip it is.
 */
#include "tflq_port.h"

#include <zephyr/device.h>
#include <zephyr/devicetree.h>
#include <zephyr/drivers/uart.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/reboot.h>
#include <zephyr/timing/timing.h>

#if DT_HAS_CHOSEN(zephyr_console)
#define LINK DT_CHOSEN(zephyr_console)
#elif DT_HAS_CHOSEN(zephyr_shell_uart)
#define LINK DT_CHOSEN(zephyr_shell_uart)
#else
#error "The devicetree chooses no zephyr,console: choose one in an app.overlay, e.g. / { chosen { zephyr,console = &uart0; }; };"
#endif

static const struct device *const uart = DEVICE_DT_GET(LINK);

/* ---- Bytes from the line. ---- */

#ifdef CONFIG_UART_INTERRUPT_DRIVEN

/* Bytes that came while nobody asked for them. When it is full, they wait in the UART, as far as that has room. */
#define RECEIVED_BYTES 512u

K_MSGQ_DEFINE(tflq_received, 1, RECEIVED_BYTES, 1);

static void on_interrupt(const struct device *device, void *unused) {
  uint8_t byte;
  ARG_UNUSED(unused);

  while (uart_irq_update(device) && uart_irq_rx_ready(device)) {
    if (k_msgq_num_free_get(&tflq_received) == 0) {
      uart_irq_rx_disable(device); /* until getc has emptied the queue */
      break;
    }
    if (uart_fifo_read(device, &byte, 1) != 1) {
      break;
    }
    (void)k_msgq_put(&tflq_received, &byte, K_NO_WAIT);
  }
}

static void start_receiving(void) {
  (void)uart_irq_callback_user_data_set(uart, on_interrupt, NULL);
  uart_irq_rx_enable(uart);
}

int tflq_port_getc(void) {
  uint8_t byte;
  if (k_msgq_get(&tflq_received, &byte, K_NO_WAIT) != 0) {
    uart_irq_rx_enable(uart);
    (void)k_msgq_get(&tflq_received, &byte, K_FOREVER);
  }
  return byte;
}

#else

static void start_receiving(void) {
}

int tflq_port_getc(void) {
  unsigned char byte;
  while (uart_poll_in(uart, &byte) != 0) {
  }
  return byte;
}

#endif

/* ---- Bytes to the line. ---- */

void tflq_port_putc(uint8_t byte) {
  uart_poll_out(uart, byte);
}

void tflq_port_flush(void) {
}

/* ---- Time. ---- */

#ifdef CONFIG_TIMING_FUNCTIONS

/* Longer than any tick, short enough not to be noticed. */
#define TRIAL_US 100

/* True where the timing functions count: emulators have cores whose cycle counter stands still. */
static bool is_timing;

static void start_timing(void) {
  timing_t begin;

  timing_init();
  timing_start();
  begin = timing_counter_get();
  k_busy_wait(TRIAL_US);
  is_timing = timing_counter_get() != begin;
}

uint32_t tflq_port_ticks(void) {
  return is_timing ? (uint32_t)timing_counter_get() : k_cycle_get_32();
}

uint32_t tflq_port_tick_hz(void) {
  return is_timing ? (uint32_t)timing_freq_get() : sys_clock_hw_cycles_per_sec();
}

#else

static void start_timing(void) {
}

uint32_t tflq_port_ticks(void) {
  return k_cycle_get_32();
}

uint32_t tflq_port_tick_hz(void) {
  return sys_clock_hw_cycles_per_sec();
}

#endif

/* ---- The thread and the system. ---- */

#if defined(CONFIG_MPU_STACK_GUARD) && defined(CONFIG_FPU_SHARING)
/* The guard below a stack grows by as much as soon as its thread computes with floating-point numbers. */
#define GUARD_GROWTH 128u
#else
#define GUARD_GROWTH 0u
#endif

void tflq_port_init(void) {
  if (!device_is_ready(uart)) {
    k_panic();
  }
  start_receiving();
  start_timing();
}

/* The stack of the thread that asks, which is the one that runs the harness. */
void tflq_port_stack(uint8_t **low, uint8_t **high) {
#ifdef CONFIG_THREAD_STACK_INFO
  const struct k_thread *const thread = k_current_get();
  *low = (uint8_t *)thread->stack_info.start + GUARD_GROWTH;
  *high = (uint8_t *)thread->stack_info.start + thread->stack_info.size;
#else
  *low = NULL;
  *high = NULL;
#endif
}

void tflq_port_reset(void) {
#ifdef CONFIG_REBOOT
  sys_reboot(SYS_REBOOT_COLD);
#endif
}
