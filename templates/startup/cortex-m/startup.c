/*
 * Start-up for every Cortex-M: the vector table, what happens between reset and main, and faults.
 *
 * The port polls and uses no interrupts, so the table holds the core's sixteen vectors only. If your application
 * enables interrupts, append their handlers, in the order of your chip's reference manual.
 */
#include <stdint.h>

#include "tflq_port.h"
#include "tflq_startup.h"

int main(void);

void _start(void);
void tflq_fault_handler(void);
void tflq_fault_report(const uint32_t *frame);

/* System control block, the same on every Cortex-M (on v6-M, CPACR and the fault status read as zero). */
#define SCB_ICSR (*(volatile uint32_t *)0xE000ED04u)  /* bits 0-8: number of the active exception */
#define SCB_VTOR (*(volatile uint32_t *)0xE000ED08u)  /* address of the vector table */
#define SCB_AIRCR (*(volatile uint32_t *)0xE000ED0Cu) /* application interrupt and reset control */
#define SCB_CFSR (*(volatile uint32_t *)0xE000ED28u)  /* configurable fault status */
#define SCB_CPACR (*(volatile uint32_t *)0xE000ED88u) /* coprocessor access control */

#define AIRCR_VECTKEY 0x05FA0000u
#define AIRCR_SYSRESETREQ (1u << 2)
#define CPACR_FULL_ACCESS_CP10_CP11 (0xFu << 20)

typedef struct {
  uint32_t *initial_stack_pointer;
  void (*handlers[15])(void);
} vector_table;

__attribute__((section(".tflq_reset"), used)) static const vector_table vectors = {
    tflq_stack_top,
    {
        _start,             /* reset */
        tflq_fault_handler, /* NMI */
        tflq_fault_handler, /* hard fault */
        tflq_fault_handler, /* memory management */
        tflq_fault_handler, /* bus fault */
        tflq_fault_handler, /* usage fault */
        0, 0, 0, 0,         /* reserved */
        tflq_fault_handler, /* SVCall */
        tflq_fault_handler, /* debug monitor */
        0,                  /* reserved */
        tflq_fault_handler, /* PendSV */
        tflq_fault_handler, /* SysTick */
    },
};

__attribute__((weak)) void tflq_chip_init(void) {
}

void _start(void) {
  tflq_chip_init();
#if __ARM_ARCH >= 7
  /* A boot loader may have left its own table in use. */
  SCB_VTOR = (uint32_t)&vectors;
#endif
#ifdef __ARM_FP
  /* The floating-point unit is off after reset; the first instruction that used it would fault. */
  SCB_CPACR |= CPACR_FULL_ACCESS_CP10_CP11;
  __asm__ volatile("dsb\n\tisb" ::: "memory");
#endif
  tflq_memory_init();
  (void)main();
  for (;;) {
  }
}

/*
 * On entry the core has pushed r0-r3, r12, lr, pc and xpsr. Naked, so that no prologue moves the stack pointer
 * before its value is taken.
 */
__attribute__((naked)) void tflq_fault_handler(void) {
  __asm__ volatile(
      "mov r0, sp\n\t"
      "ldr r1, =tflq_fault_report\n\t"
      "bx r1\n\t"
      ".ltorg");
}

/* `frame` is what the core pushed. Called from assembler only. */
__attribute__((used)) void tflq_fault_report(const uint32_t *frame) {
  const tflq_fault_register registers[] = {
      {"exception", SCB_ICSR & 0x1FFu},
      {"pc", frame[6]},
      {"lr", frame[5]},
      {"cfsr", SCB_CFSR},
  };
  tflq_fault("the core faulted:", registers, sizeof registers / sizeof registers[0]);
}

void tflq_port_reset(void) {
  tflq_port_flush();
  __asm__ volatile("dsb" ::: "memory");
  SCB_AIRCR = AIRCR_VECTKEY | AIRCR_SYSRESETREQ;
  for (;;) {
  }
}
