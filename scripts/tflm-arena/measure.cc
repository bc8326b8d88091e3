/*
 * Firmware for an emulated Cortex-M4 that holds many networks and finds, for each, the smallest arena with which TFLM's
 * AllocateTensors() succeeds, in steps of 16 bytes. It prints a line for each: its number and the bytes; and `done`.
 *
 * With too small an arena TFLM's kernels write to where a null pointer points. The memory protection unit keeps them
 * from that, and the fault counts as a failure.
 */
#include <csetjmp>
#include <cstdint>
#include <new>

#include "networks.h"
#include "resolver.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_resource_variable.h"
#include "tensorflow/lite/schema/schema_generated.h"

extern "C" {
#include "tflq_port.h"

/* Of a fault, the frame is changed so that the interrupted program goes on in `give_up`. */
void give_up(void);
__attribute__((naked)) void on_fault(void);
}

/* The .tflite files one after the other. */
asm(".section .rodata.models,\"a\"\n\t"
    ".balign 16\n\t"
    ".global models\n"
    "models:\n\t"
    ".incbin \"models.bin\"\n\t"
    ".text\n");

namespace {

constexpr uint32_t STEP = 16;
constexpr uint32_t ARENA = 1u << 20;
alignas(16) uint8_t arena[ARENA];

std::jmp_buf failure;

alignas(512) uint32_t vectors[16];

/* Keeps code out of the first 256 bytes: it lies behind the start-up code's table of 16 vectors. */
__attribute__((section(".tflq_reset"), used)) const uint32_t filler[48] = {};

volatile uint32_t &word(uint32_t address) { return *reinterpret_cast<volatile uint32_t *>(address); }

/* Makes the first 256 bytes, which hold the unused table of vectors, inaccessible, and catches faults. */
void guard_null() {
  const volatile uint32_t *const old = &word(0);
  for (int i = 0; i < 16; i++) {
    vectors[i] = old[i];
  }
  vectors[3] = vectors[4] = vectors[5] = vectors[6] = reinterpret_cast<uint32_t>(&on_fault);
  word(0xE000ED08u) = reinterpret_cast<uint32_t>(vectors); /* VTOR */
  word(0xE000ED98u) = 0;                                   /* region 0 */
  word(0xE000ED9Cu) = 0;                                   /* at 0 */
  word(0xE000EDA0u) = (7u << 1) | 1u;                      /* of 2^8 bytes, no access */
  word(0xE000ED94u) = 5;                                   /* on, with the default map for the rest */
  asm volatile("dsb\n\tisb" ::: "memory");
}

void put_number(uint32_t value) {
  if (value >= 10) {
    put_number(value / 10);
  }
  tflq_port_putc(static_cast<uint8_t>('0' + value % 10));
}

void put_text(const char *text) {
  while (*text != '\0') {
    tflq_port_putc(static_cast<uint8_t>(*text++));
  }
}

/* True where a network can be prepared in so many bytes, at the end of the memory as at its start. */
bool fits(const Network &network, const Resolver &resolver, uint32_t bytes) {
  if (setjmp(failure) != 0) {
    return false;
  }
  for (uint32_t i = 0; i < bytes; i++) {
    arena[i] = 0;
  }
  tflite::MicroAllocator *const allocator = tflite::MicroAllocator::Create(arena, bytes);
  tflite::MicroResourceVariables *const variables =
      network.variables > 0 ? tflite::MicroResourceVariables::Create(allocator, network.variables) : nullptr;
  alignas(8) static unsigned char memory[sizeof(tflite::MicroInterpreter)];
  auto *const interpreter = new (memory)
      tflite::MicroInterpreter(tflite::GetModel(network.model), resolver, allocator, variables);
  return interpreter->AllocateTensors() == kTfLiteOk;
}

}  // namespace

extern "C" void give_up(void) { std::longjmp(failure, 1); }

extern "C" void on_fault(void) {
  asm volatile(
      "ldr r0, =give_up\n\t"
      "str r0, [sp, #24]\n\t" /* the program counter */
      "ldr r0, =0x01000000\n\t"
      "str r0, [sp, #28]\n\t" /* the state */
      "bx lr\n\t"
      ".ltorg\n");
}

/* TFLM's messages are of no interest here, and its aborts are failures. */
extern "C" void DebugLog(const char *, va_list) {}
extern "C" int DebugVsnprintf(char *, std::size_t, const char *, va_list) { return 0; }
extern "C" void abort(void) {
  give_up();
  for (;;) {
  }
}
extern "C" void __cxa_pure_virtual(void) { abort(); }

int main() {
  tflq_port_init();
  guard_null();
  static unsigned char memory[sizeof(Resolver)] __attribute__((aligned(8)));
  Resolver &resolver = *new (memory) Resolver;
  add_operators(resolver);
  for (uint32_t k = 0; k < network_count; k++) {
    uint32_t low = 256; /* fails */
    uint32_t high = ARENA;
    put_number(k);
    if (!fits(networks[k], resolver, high)) {
      put_text(" refused\n");
      continue;
    }
    while (high - low > STEP) {
      const uint32_t middle = low + (high - low) / (2 * STEP) * STEP;
      (fits(networks[k], resolver, middle) ? high : low) = middle;
    }
    put_text(" ");
    put_number(high);
    put_text("\n");
  }
  put_text("done\n");
  tflq_port_flush();
  for (;;) {
  }
}
