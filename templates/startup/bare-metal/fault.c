/* The last words of a firmware that crashed: better than a line that just goes silent. */
#include "tflq_port.h"
#include "tflq_startup.h"

static void put_text(const char *text) {
  for (; *text != '\0'; text++) {
    tflq_port_putc((uint8_t)*text);
  }
}

static void put_hex(uint32_t value) {
  put_text("0x");
  for (int shift = 28; shift >= 0; shift -= 4) {
    tflq_port_putc((uint8_t)"0123456789abcdef"[(value >> shift) & 15u]);
  }
}

void tflq_fault(const char *what, const tflq_fault_register *registers, uint32_t count) {
  put_text("\r\ntflq: ");
  put_text(what);
  for (uint32_t i = 0; i < count; i++) {
    put_text(" ");
    put_text(registers[i].name);
    put_text("=");
    put_hex(registers[i].value);
  }
  put_text("\r\n");
  tflq_port_flush();
  for (;;) {
  }
}
