/*
 * The memory's layout at run time. All symbols are defined in linker.ld; only their addresses mean something.
 */
#include "tflq_startup.h"

#include "tflq_port.h"

/* Where .data lies in flash, and where it belongs in RAM. */
extern const uint32_t tflq_data_load[];
extern uint32_t tflq_data_start[];
extern uint32_t tflq_data_end[];

extern uint32_t tflq_bss_start[];
extern uint32_t tflq_bss_end[];

/* Pointers to the constructors of C++ objects with static storage. */
typedef void (*constructor)(void);
extern const constructor tflq_init_array_start[];
extern const constructor tflq_init_array_end[];

/* The lowest address that the stack may reach: the first one after .bss. */
extern uint8_t tflq_stack_limit[];

void tflq_memory_init(void) {
  const uint32_t *from = tflq_data_load;
  for (uint32_t *to = tflq_data_start; to < tflq_data_end; to++) {
    *to = *from++;
  }
  for (uint32_t *to = tflq_bss_start; to < tflq_bss_end; to++) {
    *to = 0;
  }
  for (const constructor *call = tflq_init_array_start; call < tflq_init_array_end; call++) {
    (*call)();
  }
}

/* The stack has all the RAM that nothing else uses: no heap lies between. */
void tflq_port_stack(uint8_t **low, uint8_t **high) {
  *low = tflq_stack_limit;
  *high = (uint8_t *)tflq_stack_top;
}
