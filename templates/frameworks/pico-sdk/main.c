/*
 * Your application. It was written once and is yours to change.
 *
 * As it stands it runs the harness, which lets `tflq-micro validate` feed the network over the serial line. The
 * README says how to call the network by yourself instead.
 */
#include "tflq_harness.h"
#include "tflq_port.h"

int main(void) {
  tflq_port_init();
  tflq_harness_run();
  return 0;
}
