// The LZ4 block format (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md), unpacked with every length checked.
#pragma once

#include "portable.h"

// Both ways of copying write in steps of 16 bytes where there is room for that, so they may write (never beyond the
// room) up to 15 bytes more than they were asked for.

INLINE void copy_far(uint8_t *to, const uint8_t *from, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 16) store16(to + i, load16(from + i));
}

INLINE void repeat_near(uint8_t *to, size_t distance, size_t bytes) {
  const uint8_t *from = to - distance;
  if (distance == 1) {
    bytes16 all;
    for (int i = 0; i < 16; i++) all[i] = from[0];
    for (size_t i = 0; i < bytes; i += 16) store16(to + i, all);
    return;
  }
  // What repeats every n bytes also repeats every k n bytes: after the first few, copying goes on in large steps.
  size_t far = distance;
  while (far < 16) far += distance;
  size_t slow = least(bytes, far);
  for (size_t i = 0; i < slow; i++) to[i] = from[i];
  for (size_t i = slow; i < bytes; i += 16) store16(to + i, load16(to + i - far));
}

// Reads the rest of a length that did not fit into its token; gives more than `most` when it is not to be believed.
INLINE size_t long_length(size_t length, const uint8_t **at, const uint8_t *end, size_t most) {
  unsigned more = 255;
  while (more == 255) {
    if (*at >= end || length > most) return most + 1;
    more = *(*at)++;
    length += more;
  }
  return length;
}

// Unpacks a block of `packed_bytes` into exactly `wanted_bytes`.
//
// `readable` and `writable` are the ends of the memory that may be touched at all; where they lie behind the ends of
// the block, copying is faster.
static int lz4_unpack(const uint8_t *packed, size_t packed_bytes, const uint8_t *readable, uint8_t *out,
                      size_t wanted_bytes, const uint8_t *writable) {
  const uint8_t *at = packed, *const end = packed + packed_bytes;
  uint8_t *to = out, *const stop = out + wanted_bytes;
  while (at < end) {
    const unsigned token = *at++;
    size_t length = token >> 4;
    if (length == 15) length = long_length(length, &at, end, wanted_bytes);
    if (length > (size_t)(end - at) || length > (size_t)(stop - to)) return DAMAGED;
    if ((size_t)(readable - at) >= length + 15 && (size_t)(writable - to) >= length + 15)
      copy_far(to, at, length);
    else
      for (size_t i = 0; i < length; i++) to[i] = at[i];
    at += length;
    to += length;
    if (at == end) return to == stop ? DONE : DAMAGED;

    if (end - at < 2) return DAMAGED;
    const size_t distance = (size_t)at[0] | (size_t)at[1] << 8;
    at += 2;
    if (distance == 0 || distance > (size_t)(to - out)) return DAMAGED;
    length = token & 15;
    if (length == 15) length = long_length(length, &at, end, wanted_bytes);
    length += 4;
    if (length > (size_t)(stop - to)) return DAMAGED;
    if ((size_t)(writable - to) < length + 15)
      for (size_t i = 0; i < length; i++) to[i] = *(to + i - distance);
    else if (distance >= 16)
      copy_far(to, to - distance, length);
    else
      repeat_near(to, distance, length);
    to += length;
  }
  return DAMAGED;
}
