/* Start-up for a RISC-V core in machine mode: what happens between reset and main, and traps. */
#include <stdint.h>

#include "tflq_startup.h"

int main(void);

void tflq_start(void);
void tflq_trap_handler(void);

/*
 * The first instruction after reset. In assembler, since C needs a stack and, for its short addressing of small
 * data, a global pointer, and both are set here.
 */
__asm__(
    ".section .tflq_reset, \"ax\"\n"
    ".global _start\n"
    "_start:\n"
    ".option push\n"
    ".option norelax\n" /* or the linker would express gp by itself */
    "  la gp, __global_pointer$\n"
    ".option pop\n"
    "  la sp, tflq_stack_top\n"
    "  la t0, tflq_trap_handler\n"
    "  csrw mtvec, t0\n"
    "  j tflq_start\n"
    ".text\n");

__attribute__((used)) void tflq_start(void) {
  tflq_memory_init();
  (void)main();
  for (;;) {
  }
}

/* No interrupts are enabled: whatever comes here is a fault. Never returns, so it saves nothing. */
__attribute__((used, aligned(4))) void tflq_trap_handler(void) {
  uint32_t cause;
  uint32_t pc;
  uint32_t value;
  __asm__ volatile("csrr %0, mcause" : "=r"(cause));
  __asm__ volatile("csrr %0, mepc" : "=r"(pc));
  __asm__ volatile("csrr %0, mtval" : "=r"(value));
  const tflq_fault_register registers[] = {
      {"mcause", cause},
      {"mepc", pc},
      {"mtval", value},
  };
  tflq_fault("the core faulted:", registers, sizeof registers / sizeof registers[0]);
}
