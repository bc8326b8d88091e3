/* The harness: answers the requests of `tflq-micro validate` (docs/PROTOCOL.md of tflq-micro). */
#ifndef TFLQ_HARNESS_H
#define TFLQ_HARNESS_H

/*
 * Answers requests for ever; returns only when the line is closed for good, which happens on the host alone. Call
 * tflq_port_init first.
 */
void tflq_harness_run(void);

#endif
