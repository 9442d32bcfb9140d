// The LZ4 block format (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md), unpacked with every length checked.
#pragma once

#include "portable.h"

#ifdef __AVX2__
#include <immintrin.h>
#endif

// Both ways of copying write in steps of 16 bytes where there is room for that, so they may write (never beyond the
// room) up to 16 bytes more than they were asked for.

INLINE void copy_far(uint8_t *to, const uint8_t *from, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 16) store16(to + i, load16(from + i));
}

// Which of the last n bytes stand in each of the next sixteen, for n from 0 to 15; nothing is ever repeated from 0.
static const uint8_t REPEATED[16][16] = {
    {0},
    {0},
    {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1},
    {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0},
    {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3},
    {0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0},
    {0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3},
    {0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1},
    {0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0},
};

// The largest multiple of n that is not above sixteen.
static const uint8_t STEPS[16] = {16, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15};

INLINE bytes16 picked(bytes16 from, const uint8_t *which) {
#if defined(__AVX2__)
  return (bytes16)_mm_shuffle_epi8((__m128i)from, (__m128i)load16(which));
#elif defined(__wasm__)
  return (bytes16)__builtin_wasm_swizzle_i8x16((signed char __attribute__((vector_size(16))))from,
                                               (signed char __attribute__((vector_size(16))))load16(which));
#else
  bytes16 out;
  for (int i = 0; i < 16; i++) out[i] = from[which[i]];
  return out;
#endif
}

INLINE void repeat_near(uint8_t *to, size_t distance, size_t bytes) {
  const bytes16 pattern = picked(load16(to - distance), REPEATED[distance]);
  const size_t step = STEPS[distance];
  for (size_t i = 0; i < bytes; i += step) store16(to + i, pattern);
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
    if ((size_t)(readable - at) >= length + 16 && (size_t)(writable - to) >= length + 16) {
      store16(to, load16(at));
      if (length > 16) copy_far(to + 16, at + 16, length - 16);
    } else
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
