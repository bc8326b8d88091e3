#include "tflq_frame.h"

/* A COBS code of 255 stands for 254 bytes without a zero after them; a smaller one n for n - 1 bytes and a zero. */
#define COBS_LONGEST_RUN 254u
#define COBS_NO_ZERO 255u

uint32_t tflq_crc32(uint32_t crc, const uint8_t *bytes, uint32_t count) {
  /* The polynomial 0xEDB88320 for half a byte: a sixteenth of the usual table. */
  static const uint32_t table[16] = {
      0x00000000u, 0x1DB71064u, 0x3B6E20C8u, 0x26D930ACu, 0x76DC4190u, 0x6B6B51F4u, 0x4DB26158u, 0x5005713Cu,
      0xEDB88320u, 0xF00F9344u, 0xD6D6A3E8u, 0xCB61B38Cu, 0x9B64C2B0u, 0x86D3D2D4u, 0xA00AE278u, 0xBDBDF21Cu,
  };
  crc = ~crc;
  for (uint32_t i = 0; i < count; i++) {
    crc ^= bytes[i];
    crc = (crc >> 4) ^ table[crc & 15u];
    crc = (crc >> 4) ^ table[crc & 15u];
  }
  return ~crc;
}

static void start_frame(tflq_frame_reader *reader) {
  reader->count = 0;
  reader->left = 0;
  reader->zero_pending = false;
  reader->too_long = false;
}

void tflq_frame_reader_init(tflq_frame_reader *reader, uint8_t *buffer, uint32_t capacity) {
  reader->buffer = buffer;
  reader->capacity = capacity;
  start_frame(reader);
}

static void append(tflq_frame_reader *reader, uint8_t byte) {
  if (reader->count < reader->capacity) {
    reader->buffer[reader->count++] = byte;
  } else {
    reader->too_long = true;
  }
}

/* The bytes of the frame that has just ended, without its CRC; 0 if it was damaged. */
static uint32_t finished_bytes(const tflq_frame_reader *reader) {
  if (reader->too_long || reader->left != 0 || reader->count <= TFLQ_FRAME_CRC_BYTES) {
    return 0;
  }
  const uint32_t count = reader->count - TFLQ_FRAME_CRC_BYTES;
  const uint8_t *sent = reader->buffer + count;
  const uint32_t crc =
      (uint32_t)sent[0] | (uint32_t)sent[1] << 8 | (uint32_t)sent[2] << 16 | (uint32_t)sent[3] << 24;
  return crc == tflq_crc32(0, reader->buffer, count) ? count : 0;
}

uint32_t tflq_frame_reader_take(tflq_frame_reader *reader, uint8_t byte) {
  if (byte == 0) {
    const uint32_t count = finished_bytes(reader);
    start_frame(reader);
    return count;
  }
  if (reader->left > 0) {
    append(reader, byte);
    reader->left--;
  } else {
    if (reader->zero_pending) {
      append(reader, 0);
    }
    reader->left = (uint8_t)(byte - 1u);
    reader->zero_pending = byte != COBS_NO_ZERO;
  }
  return 0;
}

void tflq_frame_send(uint8_t *bytes, uint32_t count, void (*put)(uint8_t byte)) {
  const uint32_t crc = tflq_crc32(0, bytes, count);
  for (uint32_t i = 0; i < TFLQ_FRAME_CRC_BYTES; i++) {
    bytes[count++] = (uint8_t)(crc >> (8u * i));
  }

  put(0);
  uint32_t at = 0;
  bool more = true;
  while (more) {
    uint32_t run = 0;
    while (run < COBS_LONGEST_RUN && at + run < count && bytes[at + run] != 0) {
      run++;
    }
    put((uint8_t)(run + 1u));
    for (uint32_t i = 0; i < run; i++) {
      put(bytes[at + i]);
    }
    at += run;
    more = at < count;
    if (more && run < COBS_LONGEST_RUN) {
      at++; /* the zero, for which the code stands; one that ends the data needs a block of its own */
    }
  }
  put(0);
}
