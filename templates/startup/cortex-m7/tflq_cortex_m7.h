/* What only a Cortex-M7 has. */
#ifndef TFLQ_CORTEX_M7_H
#define TFLQ_CORTEX_M7_H

/*
 * Switches the caches of instructions and data on, from whatever state reset left them in. Nothing here uses DMA; an
 * application that does must keep its buffers and the cache in step.
 */
void tflq_caches_start(void);

#endif
