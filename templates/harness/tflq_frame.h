/*
 * Frames on the serial line: COBS between zeros, closed by a CRC-32. Knows neither the port nor what the frames
 * say.
 */
#ifndef TFLQ_FRAME_H
#define TFLQ_FRAME_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes of the CRC at the end of a frame. */
#define TFLQ_FRAME_CRC_BYTES 4u

/* CRC-32 as in zlib and Ethernet. Give 0 for `crc` at first, the result so far to go on. */
uint32_t tflq_crc32(uint32_t crc, const uint8_t *bytes, uint32_t count);

/* Takes the line byte by byte and gives whole frames. */
typedef struct {
  uint8_t *buffer;
  uint32_t capacity;
  uint32_t count;    /* bytes decoded so far */
  uint8_t left;      /* bytes until the next COBS code */
  bool zero_pending; /* a zero stands before the next code, unless the frame ends there */
  bool too_long;     /* the frame exceeded the buffer */
} tflq_frame_reader;

/* `buffer` receives the frames; `capacity` is the longest frame that it can hold, CRC included. */
void tflq_frame_reader_init(tflq_frame_reader *reader, uint8_t *buffer, uint32_t capacity);

/*
 * Takes one byte. When it ends an undamaged frame, returns the frame's bytes without the CRC, which is at least 1;
 * the frame lies in the buffer until the next call. Returns 0 otherwise.
 */
uint32_t tflq_frame_reader_take(tflq_frame_reader *reader, uint8_t byte);

/*
 * Sends `count` bytes as a frame by way of `put`. The CRC is appended in place: the array must have room for
 * TFLQ_FRAME_CRC_BYTES more.
 */
void tflq_frame_send(uint8_t *bytes, uint32_t count, void (*put)(uint8_t byte));

#endif
