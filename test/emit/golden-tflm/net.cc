/*
 * The network `net`, executed by TensorFlow Lite Micro: an interpreter in static memory that knows just the
 * operators in use. Written by tflq-micro; do not edit.
 */
#include "net.h"

#include <cstddef>
#include <cstdint>
#include <new>

#include "net_model.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_profiler_interface.h"
#include "tensorflow/lite/schema/schema_generated.h"

/*
 * For debugging: -DTFLQ_NET_RECORD has init print what TFLM takes of the arena for which purpose. That costs some code,
 * and some of the arena.
 */
#ifdef TFLQ_NET_RECORD
#include "tensorflow/lite/micro/recording_micro_interpreter.h"
#define TFLQ_NET_RECORD_BYTES 1024
#else
#define TFLQ_NET_RECORD_BYTES 0
#endif

/*
 * How much the arena is to exceed what tflq-micro estimated: for a TFLM that takes more than the one which the estimate
 * was made by, e.g. `make CFLAGS="-O2 -DTFLQ_NET_ARENA_EXTRA=1024"`.
 */
#ifndef TFLQ_NET_ARENA_EXTRA
#define TFLQ_NET_ARENA_EXTRA 0
#endif

namespace {

/* What init returns where it fails. */
enum InitError { WRONG_SCHEMA = 1, NO_OPERATOR = 2, NO_MEMORY = 3 };

using Resolver = tflite::MicroMutableOpResolver<5>;

/* TFLM calls it around every operator. It notes the ticks of each, during invoke_profiled only. */
class Profiler final : public tflite::MicroProfilerInterface {
 public:
  void start(uint32_t (*now)(void), uint32_t *ticks) {
    now_ = now;
    ticks_ = ticks;
    count_ = 0;
    depth_ = 0;
    for (uint32_t i = 0; i < TFLQ_NET_OP_COUNT; i++) {
      ticks[i] = 0;
    }
  }

  void stop() { now_ = nullptr; }

  uint32_t BeginEvent(const char *) override {
    if (now_ != nullptr && depth_++ == 0) {
      begin_ = now_();
    }
    return 0;
  }

  /* Operators inside of an operator (the branches of an IF) count as part of it. */
  void EndEvent(uint32_t) override {
    if (now_ != nullptr && --depth_ == 0 && count_ < TFLQ_NET_OP_COUNT) {
      ticks_[count_++] = now_() - begin_;
    }
  }

 private:
  uint32_t (*now_)(void) = nullptr;
  uint32_t *ticks_ = nullptr;
  uint32_t count_ = 0;
  uint32_t depth_ = 0;
  uint32_t begin_ = 0;

  /* Nobody deletes a profiler, but its virtual destructor would bring the heap's delete into the firmware. */
  void operator delete(void *) {}
};

/* Activations and the interpreter's tables. The estimate is for pointers of 4 bytes; wider ones make wider tables. */
constexpr std::size_t arena_bytes = TFLQ_NET_ARENA_BYTES * (sizeof(void *) / 4) +
                                    TFLQ_NET_ARENA_EXTRA + TFLQ_NET_RECORD_BYTES;
alignas(16) uint8_t arena[arena_bytes];

#ifdef TFLQ_NET_RECORD
using Interpreter = tflite::RecordingMicroInterpreter;
#else
using Interpreter = tflite::MicroInterpreter;
#endif

struct Runtime {
  Profiler profiler;
  Resolver resolver;
  Interpreter interpreter;

  Runtime() : interpreter(tflite::GetModel(tflq_net_model), resolver, arena, arena_bytes, nullptr, &profiler) {}
};

/* Constructed by init in memory of its own: nothing runs before main, and nothing needs a heap. */
alignas(Runtime) unsigned char runtime_memory[sizeof(Runtime)];

/* Null until init has succeeded. */
Runtime *runtime;

/* Registrations for int8 alone are smaller where TFLM was built with CMSIS-NN, and the same as the others elsewhere. */
bool add_operators(Resolver &resolver) {
  return resolver.AddQuantize() == kTfLiteOk &&
         resolver.AddAdd(tflite::Register_ADD_INT8()) == kTfLiteOk &&
         resolver.AddMul(tflite::Register_MUL_INT8()) == kTfLiteOk &&
         resolver.AddConcatenation() == kTfLiteOk &&
         resolver.AddDequantize() == kTfLiteOk;
}

/* TFLM knows no versions of operators: what it is too old for, it refuses while it prepares, or does not understand. */
void print_operators() {
  MicroPrintf("net: this TFLM must know these versions of operators:");
  MicroPrintf("  QUANTIZE 1, ADD 2, MUL 2, CONCATENATION 2, DEQUANTIZE 2");
}

}  // namespace

int tflq_net_init(void) {
  const int version = static_cast<int>(tflite::GetModel(tflq_net_model)->version());
  runtime = nullptr;
  if (version != TFLITE_SCHEMA_VERSION) {
    MicroPrintf("net: the model has version %d of the schema, this TFLM reads %d: take another TFLM", version,
                TFLITE_SCHEMA_VERSION);
    return WRONG_SCHEMA;
  }
  Runtime *const fresh = new (runtime_memory) Runtime;
  if (!add_operators(fresh->resolver)) {
    print_operators();
    MicroPrintf("net: this TFLM does not take the network's operators");
    return NO_OPERATOR;
  }
  if (fresh->interpreter.AllocateTensors() != kTfLiteOk) {
    print_operators();
    MicroPrintf("net: an arena of %d bytes is too small (see TFLQ_NET_ARENA_EXTRA), or an operator refused its tensors",
                static_cast<int>(arena_bytes));
    return NO_MEMORY;
  }
#ifdef TFLQ_NET_RECORD
  fresh->interpreter.GetMicroAllocator().PrintAllocations();
#endif
  runtime = fresh;
  return 0;
}

int tflq_net_reset(void) {
  return kTfLiteOk;
}

void *tflq_net_input(int index) {
  if (runtime == nullptr || index < 0 || index >= TFLQ_NET_INPUT_COUNT) {
    return nullptr;
  }
  return runtime->interpreter.input(static_cast<std::size_t>(index))->data.data;
}

int tflq_net_invoke(void) {
  return runtime == nullptr ? kTfLiteError : runtime->interpreter.Invoke();
}

const void *tflq_net_output(int index) {
  if (runtime == nullptr || index < 0 || index >= TFLQ_NET_OUTPUT_COUNT) {
    return nullptr;
  }
  return runtime->interpreter.output(static_cast<std::size_t>(index))->data.data;
}

uint32_t tflq_net_ram_bytes(void) {
  const std::size_t used = runtime == nullptr ? arena_bytes : runtime->interpreter.arena_used_bytes();
  return static_cast<uint32_t>(used + sizeof runtime_memory);
}

int tflq_net_invoke_profiled(uint32_t (*now)(void), uint32_t *ticks) {
  if (runtime == nullptr) {
    return kTfLiteError;
  }
  runtime->profiler.start(now, ticks);
  const int status = tflq_net_invoke();
  runtime->profiler.stop();
  return status;
}
