/*
 * The harness as a program of its own, for `tflq-micro validate`. In a project that has a main of its own, call these
 * two from it.
 */
#include "tflq_harness.h"
#include "tflq_port.h"

int main(void) {
  tflq_port_init();
  tflq_harness_run(); /* returns only when tflq_port_getc says that the line is closed */
  return 0;
}
