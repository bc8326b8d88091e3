#include "tflq_harness.h"

#include "tflq_frame.h"
#include "tflq_harness_config.h"
#include "tflq_model.h"
#include "tflq_port.h"
#include "tflq_stack.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if TFLQ_HARNESS_OP_COUNT < 1
#error "TFLQ_HARNESS_OP_COUNT must be the network's number of operators"
#endif
#if TFLQ_HARNESS_PAYLOAD < 64 || TFLQ_HARNESS_PAYLOAD > 65535
#error "TFLQ_HARNESS_PAYLOAD must be 64 to 65535"
#endif

#define PROTOCOL_VERSION 1u
#define REPLY 0x80u /* added to the request's type */
#define ERROR_REPLY 0xFFu
#define HEADER_BYTES 4u
#define TENSOR_ENTRY_BYTES 5u

enum error_code {
  ERROR_VERSION = 1,
  ERROR_UNKNOWN,
  ERROR_LENGTH,
  ERROR_RANGE,
  ERROR_ORDER,
  ERROR_INIT,
  ERROR_INVOKE
};

/*
 * The request that is being answered, and then its reply, which is written over it: header, payload, CRC. A handler
 * has read all that it needs of the request before it writes.
 */
static uint8_t frame[HEADER_BYTES + TFLQ_HARNESS_PAYLOAD + TFLQ_FRAME_CRC_BYTES];
static uint8_t *const payload = frame + HEADER_BYTES;

/* What lasts from one request to the next. */
static struct {
  uint32_t written;   /* bytes at the front of the input block that were written since the last run */
  uint32_t run;       /* number of the last run */
  uint32_t ticks;     /* that it took */
  int status;         /* what it returned */
  bool has_run;       /* there was a run, and the three above are valid */
  bool is_profiled;   /* operator_ticks are those of the last run */
  bool has_outputs;   /* the outputs are still those of the last run */
} state;

static int init_status;
static uint32_t operator_ticks[TFLQ_HARNESS_OP_COUNT];

/* ---- Numbers in the payload. ---- */

static uint32_t get_u16(uint32_t at) {
  return (uint32_t)payload[at] | (uint32_t)payload[at + 1u] << 8;
}

static uint32_t get_u32(uint32_t at) {
  return get_u16(at) | get_u16(at + 2u) << 16;
}

/* The put functions return where to go on. */
static uint32_t put_u8(uint32_t at, uint32_t value) {
  payload[at] = (uint8_t)value;
  return at + 1u;
}

static uint32_t put_u16(uint32_t at, uint32_t value) {
  return put_u8(put_u8(at, value), value >> 8);
}

static uint32_t put_u32(uint32_t at, uint32_t value) {
  return put_u16(put_u16(at, value), value >> 16);
}

/* Length and text; the text is cut off where the payload ends. */
static uint32_t put_text(uint32_t at, const char *text) {
  uint32_t end = at + 1u;
  for (uint32_t i = 0; text[i] != '\0' && i < 255u && end < TFLQ_HARNESS_PAYLOAD; i++) {
    end = put_u8(end, (uint8_t)text[i]);
  }
  (void)put_u8(at, end - at - 1u);
  return end;
}

static uint32_t error_reply(enum error_code code, uint32_t value) {
  frame[1] = ERROR_REPLY;
  return put_u32(put_u8(0, (uint32_t)code), value);
}

/* ---- Inputs and outputs, each addressed as one block without gaps. ---- */

static uint32_t smaller(uint32_t a, uint32_t b) {
  return a < b ? a : b;
}

static uint32_t block_bytes(const tflq_tensor_info *tensors, uint32_t tensor_count) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < tensor_count; i++) {
    sum += tensors[i].bytes;
  }
  return sum;
}

static uint32_t input_bytes(void) {
  return block_bytes(tflq_harness_model.inputs, tflq_harness_model.input_count);
}

static uint32_t output_bytes(void) {
  return block_bytes(tflq_harness_model.outputs, tflq_harness_model.output_count);
}

/* Stores `count` bytes in the input block from `offset` on; the caller has checked that they lie in it. */
static void copy_to_inputs(uint32_t offset, const uint8_t *bytes, uint32_t count) {
  for (uint32_t i = 0; i < tflq_harness_model.input_count && count > 0; i++) {
    const uint32_t size = tflq_harness_model.inputs[i].bytes;
    if (offset >= size) {
      offset -= size;
      continue;
    }
    const uint32_t part = smaller(count, size - offset);
    uint8_t *to = (uint8_t *)tflq_harness_model.input((int)i) + offset;
    for (uint32_t k = 0; k < part; k++) {
      to[k] = bytes[k];
    }
    bytes += part;
    count -= part;
    offset = 0;
  }
}

/* Fetches `count` bytes of the output block from `offset` on; the caller has checked that they lie in it. */
static void copy_from_outputs(uint32_t offset, uint8_t *bytes, uint32_t count) {
  for (uint32_t i = 0; i < tflq_harness_model.output_count && count > 0; i++) {
    const uint32_t size = tflq_harness_model.outputs[i].bytes;
    if (offset >= size) {
      offset -= size;
      continue;
    }
    const uint32_t part = smaller(count, size - offset);
    const uint8_t *from = (const uint8_t *)tflq_harness_model.output((int)i) + offset;
    for (uint32_t k = 0; k < part; k++) {
      bytes[k] = from[k];
    }
    bytes += part;
    count -= part;
    offset = 0;
  }
}

/*
 * Writes the `count` bytes at payload[at] into the input block at `offset`. The first ones after a run reset the network's
 * state. Returns false, with the error's reply in *length, where they do not fit or would leave a gap, or the reset fails.
 */
static bool write_inputs(uint32_t offset, uint32_t at, uint32_t count, uint32_t *length) {
  const uint32_t total = input_bytes();
  if (init_status != 0) {
    *length = error_reply(ERROR_INIT, (uint32_t)init_status);
    return false;
  }
  if (offset > total || count > total - offset) {
    *length = error_reply(ERROR_RANGE, total);
    return false;
  }
  if (offset > state.written) {
    *length = error_reply(ERROR_ORDER, state.written);
    return false;
  }
  if (count > 0) {
    const int status = state.written == 0 ? tflq_harness_model.reset() : 0;
    if (status != 0) {
      *length = error_reply(ERROR_INVOKE, (uint32_t)status);
      return false;
    }
    copy_to_inputs(offset, payload + at, count);
    state.has_outputs = false;
    if (offset + count > state.written) {
      state.written = offset + count;
    }
  }
  return true;
}

/* Runs the network and notes how it went. Returns false, with the error's reply in *length, where inputs lack. */
static bool run_network(uint32_t run, bool profile, uint32_t *length) {
  if (state.written < input_bytes()) {
    *length = error_reply(ERROR_ORDER, state.written);
    return false;
  }
  const uint32_t start = tflq_port_ticks();
  state.status = profile ? tflq_harness_model.invoke_profiled(tflq_port_ticks, operator_ticks)
                         : tflq_harness_model.invoke();
  state.ticks = tflq_port_ticks() - start;
  state.run = run;
  state.has_run = true;
  state.is_profiled = profile;
  state.has_outputs = state.status == 0;
  state.written = 0; /* the network may compute where its inputs lie */
  return true;
}

/* ---- Requests. Each handler is given the payload's length and returns the reply's. ---- */

static uint32_t forget_all(void) {
  state.written = 0;
  state.has_run = false;
  state.is_profiled = false;
  state.has_outputs = false;
  return 0;
}

static uint32_t handle_hello(uint32_t count) {
  const tflq_model *model = &tflq_harness_model;
  uint32_t at = 0;
  (void)count;
  (void)forget_all();
  for (uint32_t i = 0; i < sizeof model->hash; i++) {
    at = put_u8(at, model->hash[i]);
  }
  at = put_u32(at, tflq_port_tick_hz());
  at = put_u32(at, model->ram_bytes());
  at = put_u32(at, (uint32_t)init_status);
  at = put_u16(at, TFLQ_HARNESS_PAYLOAD);
  at = put_u16(at, model->op_count);
  at = put_u16(at, model->input_count);
  at = put_u16(at, model->output_count);
  at = put_text(at, model->runtime);
  return put_text(at, model->name);
}

static uint32_t handle_tensors(uint32_t count) {
  const tflq_model *model = &tflq_harness_model;
  const uint32_t total = model->input_count + model->output_count;
  const uint32_t first = get_u16(0);
  uint32_t at = 0;
  (void)count;
  if (first > total) {
    return error_reply(ERROR_RANGE, total);
  }
  for (uint32_t i = first; i < total && at + TENSOR_ENTRY_BYTES <= TFLQ_HARNESS_PAYLOAD; i++) {
    const tflq_tensor_info *tensor =
        i < model->input_count ? &model->inputs[i] : &model->outputs[i - model->input_count];
    at = put_u8(put_u32(at, tensor->bytes), tensor->dtype);
  }
  return at;
}

static uint32_t handle_write(uint32_t count) {
  uint32_t length = 0;
  (void)write_inputs(get_u32(0), 4, count - 4u, &length);
  return length;
}

static uint32_t handle_invoke(uint32_t count) {
  const uint32_t run = get_u32(0);
  uint32_t length = 0;
  if (!state.has_run || run != state.run) {
    if (!write_inputs(get_u32(4), 8, count - 8u, &length) || !run_network(run, false, &length)) {
      return length;
    }
  }
  if (state.status != 0) {
    return error_reply(ERROR_INVOKE, (uint32_t)state.status);
  }
  if (!state.has_outputs) {
    return error_reply(ERROR_ORDER, state.written);
  }
  const uint32_t at = put_u32(put_u32(0, run), state.ticks);
  const uint32_t part = smaller(output_bytes(), TFLQ_HARNESS_PAYLOAD - at);
  copy_from_outputs(0, payload + at, part);
  return at + part;
}

static uint32_t handle_read(uint32_t count) {
  const uint32_t offset = get_u32(0);
  const uint32_t wanted = get_u16(4);
  const uint32_t total = output_bytes();
  (void)count;
  if (offset > total || wanted > total - offset || wanted > TFLQ_HARNESS_PAYLOAD) {
    return error_reply(ERROR_RANGE, total);
  }
  if (!state.has_outputs) {
    return error_reply(ERROR_ORDER, state.written);
  }
  copy_from_outputs(offset, payload, wanted);
  return wanted;
}

static uint32_t handle_profile(uint32_t count) {
  const uint32_t run = get_u32(0);
  const uint32_t first = get_u32(4);
  uint32_t length = 0;
  if (first > TFLQ_HARNESS_OP_COUNT) {
    return error_reply(ERROR_RANGE, TFLQ_HARNESS_OP_COUNT);
  }
  if (!state.has_run || run != state.run) {
    if (!write_inputs(get_u32(8), 12, count - 12u, &length) || !run_network(run, true, &length)) {
      return length;
    }
  }
  if (state.status != 0) {
    return error_reply(ERROR_INVOKE, (uint32_t)state.status);
  }
  if (!state.is_profiled) {
    return error_reply(ERROR_ORDER, state.written);
  }
  uint32_t at = put_u32(put_u32(0, run), state.ticks);
  for (uint32_t i = first; i < TFLQ_HARNESS_OP_COUNT && at + 4u <= TFLQ_HARNESS_PAYLOAD; i++) {
    at = put_u32(at, operator_ticks[i]);
  }
  return at;
}

static uint32_t handle_stack(uint32_t count) {
  uint32_t size = 0;
  const uint32_t used = tflq_stack_used(&size);
  (void)count;
  return put_u32(put_u32(0, used), size);
}

static uint32_t handle_reset(uint32_t count) {
  (void)count;
  return forget_all();
}

/* ---- Which request is answered by what. ---- */

#define NO_LIMIT TFLQ_HARNESS_PAYLOAD
#define RESET_TYPE 8u

/* The place in the table, plus 1, is the request's type. */
static const struct {
  uint32_t (*handle)(uint32_t count);
  uint16_t least; /* length of the payload */
  uint16_t most;
} requests[RESET_TYPE] = {
    {handle_hello, 0, 0},         {handle_tensors, 2, 2},         {handle_write, 4, NO_LIMIT},
    {handle_invoke, 8, NO_LIMIT}, {handle_read, 6, 6},            {handle_profile, 12, NO_LIMIT},
    {handle_stack, 0, 0},         {handle_reset, 0, 0},
};

static uint32_t handle(uint32_t version, uint32_t type, uint32_t count) {
  frame[0] = PROTOCOL_VERSION;
  frame[1] = (uint8_t)(type | REPLY);
  if (version != PROTOCOL_VERSION) {
    return error_reply(ERROR_VERSION, PROTOCOL_VERSION);
  }
  if (type < 1u || type > RESET_TYPE) {
    return error_reply(ERROR_UNKNOWN, type);
  }
  if (count < requests[type - 1u].least || count > requests[type - 1u].most) {
    return error_reply(ERROR_LENGTH, count);
  }
  return requests[type - 1u].handle(count);
}

/* Answers the request in `frame`, `count` bytes of header and payload. The sequence number stays where it is. */
static void answer(uint32_t count) {
  const uint32_t type = frame[1];
  if (count < HEADER_BYTES) {
    return;
  }
  const uint32_t length = handle(frame[0], type, count - HEADER_BYTES);
  const bool is_reset = frame[1] == (RESET_TYPE | REPLY);
  tflq_frame_send(frame, HEADER_BYTES + length, tflq_port_putc);
  tflq_port_flush();
  if (is_reset) {
    tflq_port_reset();
  }
}

void tflq_harness_run(void) {
  tflq_frame_reader reader;
  int byte;

  tflq_stack_paint();
  init_status = tflq_harness_model.init();
  (void)forget_all();
  tflq_frame_reader_init(&reader, frame, sizeof frame);
  while ((byte = tflq_port_getc()) >= 0) {
    const uint32_t count = tflq_frame_reader_take(&reader, (uint8_t)byte);
    if (count > 0) {
      answer(count);
    }
  }
}
