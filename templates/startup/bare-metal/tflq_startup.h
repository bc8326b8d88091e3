/*
 * What every bare-metal core needs before main, and when something goes wrong. The core's own startup.c calls
 * these; linker.ld provides the symbols behind them.
 */
#ifndef TFLQ_STARTUP_H
#define TFLQ_STARTUP_H

#include <stdint.h>

/* One word past the top of the stack: the initial stack pointer. */
extern uint32_t tflq_stack_top[];

/* Copies .data to RAM, clears .bss, runs the constructors of C++ objects. The first thing after reset. */
void tflq_memory_init(void);

/*
 * What a chip needs before anything is written to its RAM, done by its own folder of templates/startup. Where there is
 * none, nothing is done. It must not use variables with static storage.
 */
void tflq_chip_init(void);

/* A register that tells why the core faulted. */
typedef struct {
  const char *name;
  uint32_t value;
} tflq_fault_register;

/*
 * Writes "tflq: <what> <name>=0x<value> ..." to the serial line, where the tool shows it as text, and stops.
 * Uses the port as it stands, so it says nothing if the port was not yet initialized.
 */
__attribute__((noreturn)) void tflq_fault(const char *what, const tflq_fault_register *registers, uint32_t count);

#endif
