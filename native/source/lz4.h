// The LZ4 block format (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md), unpacked with every length checked.
#pragma once

#include "portable.h"

#ifdef __AVX2__
#include <immintrin.h>
#endif

// Copying goes in steps of 16 bytes, of which up to four are made at once: where there is room it may write (never
// beyond the room) up to so many bytes more than it was asked for.
#define STEP 64

INLINE void copy_far(uint8_t *to, const uint8_t *from, size_t bytes) {
  for (size_t i = 0; i < bytes; i += STEP) {
    store16(to + i, load16(from + i));
    store16(to + i + 16, load16(from + i + 16));
    store16(to + i + 32, load16(from + i + 32));
    store16(to + i + 48, load16(from + i + 48));
  }
}

// Which of the last n bytes stand in each of the next sixteen, for n from 0 to 16; nothing is ever repeated from 0.
static const uint8_t REPEATED[17][16] = {
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
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
};

// The largest multiple of n, from 0 to 16, that is not above sixteen.
static const uint8_t STEPS[17] = {16, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15, 16};

// The next sixteen bytes, where the last n (at most 16) are repeated; `from` begins with those.
INLINE bytes16 repeated(bytes16 from, size_t n) {
#if defined(__AVX2__)
  return (bytes16)_mm_shuffle_epi8((__m128i)from, (__m128i)load16(REPEATED[n]));
#elif defined(__wasm__)
  return (bytes16)__builtin_wasm_swizzle_i8x16((signed char __attribute__((vector_size(16))))from,
                                               (signed char __attribute__((vector_size(16))))load16(REPEATED[n]));
#else
  if (n == 16) return from;
  bytes16 out;
  for (int i = 0; i < 16; i++) out[i] = from[REPEATED[n][i]];
  return out;
#endif
}

// Repeats what stands `distance` bytes before, for `bytes` bytes.
//
// Most repeats are short and their distance is anything: the first two steps are made alike for all of them.
INLINE void repeat(uint8_t *to, size_t distance, size_t bytes) {
  const size_t near = least(distance, 16), step = STEPS[near];
  const bytes16 pattern = repeated(load16(to - distance), near);
  store16(to, pattern);
  store16(to + step, distance < 16 ? pattern : load16(to - distance + 16));
  if (bytes <= 2 * step) return;
  if (distance >= 16) {
    copy_far(to + 32, to - distance + 32, bytes - 32);
    return;
  }
  for (size_t i = 2 * step; i < bytes; i += 4 * step) {
    store16(to + i, pattern);
    store16(to + i + step, pattern);
    store16(to + i + 2 * step, pattern);
    store16(to + i + 3 * step, pattern);
  }
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
// the block, copying is faster. Far from all ends a short token needs no look at them.
static int lz4_unpack(const uint8_t *packed, size_t packed_bytes, const uint8_t *readable, uint8_t *out,
                      size_t wanted_bytes, const uint8_t *writable) {
  const uint8_t *at = packed, *const end = packed + packed_bytes;
  const uint8_t *const inner_end = packed_bytes > STEP ? end - STEP : packed;
  uint8_t *to = out, *const stop = out + wanted_bytes, *const inner_stop = wanted_bytes > STEP ? stop - STEP : out;
  while (at < end) {
    const unsigned token = *at++;
    size_t length = token >> 4;
    if (length < 15 && at < inner_end && to < inner_stop) {
      store16(to, load16(at));
      at += length;
      to += length;
    } else {
      if (length == 15) length = long_length(length, &at, end, wanted_bytes);
      if (length > (size_t)(end - at) || length > (size_t)(stop - to)) return DAMAGED;
      if ((size_t)(readable - at) >= length + STEP && (size_t)(writable - to) >= length + STEP)
        copy_far(to, at, length);
      else
        for (size_t i = 0; i < length; i++) to[i] = at[i];
      at += length;
      to += length;
      if (at == end) return to == stop ? DONE : DAMAGED;
      if (end - at < 2) return DAMAGED;
    }
    const size_t distance = (size_t)at[0] | (size_t)at[1] << 8;
    at += 2;
    if (distance - 1 >= (size_t)(to - out)) return DAMAGED;
    length = token & 15;
    if (length == 15) length = long_length(length, &at, end, wanted_bytes);
    length += 4;
    if (length > (size_t)(stop - to)) return DAMAGED;
    if ((size_t)(writable - to) < length + STEP)
      for (size_t i = 0; i < length; i++) to[i] = *(to + i - distance);
    else
      repeat(to, distance, length);
    to += length;
  }
  return DAMAGED;
}
