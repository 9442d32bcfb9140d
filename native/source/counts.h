// From pixels as they are stored to counts.
//
// "Shown" counts have 16 bits: 0 is a gap, else one more than the counts, where 65534 and more look alike. In that form
// the larger of two is the one to show, and a gap loses against everything. "Whole" counts have 32 bits: see GAP_COUNTS.
#pragma once

#include "portable.h"

INLINE uint16_t shown_of(uint32_t counts) { return (uint16_t)((counts < 65534u ? counts : 65534u) + 1u); }

// Counts, or GAP_COUNTS, of a pixel whose bits, read as an unsigned number of its width, are `bits`.
//
// `gap_from`: numbers from here on (read as unsigned) mark pixels without a value, so negative numbers do as well.
INLINE uint32_t counts_of(uint32_t bits, uint32_t gap_from) { return bits < gap_from ? bits : GAP_COUNTS; }

// Counts of a floating-point number: rounded; none where it is negative, not finite or too large.
INLINE uint32_t counts_of_float(float number) {
  return number >= -0.5f && number < 2147483520.0f ? (uint32_t)(int64_t)__builtin_rintf(number) : GAP_COUNTS;
}

INLINE uint32_t least_gap(int kind, uint32_t gap_from) {
  const uint32_t bits = 8 * PIXEL_BYTES(kind);
  const uint32_t largest = kind & 0x10 ? (1u << (bits - 1)) - 1u : bits == 32 ? UINT32_MAX : (1u << bits) - 1u;
  return gap_from < largest ? gap_from : largest;
}

static void to_shown(int kind, uint32_t gap_from, const uint8_t *pixels, size_t n, uint16_t *restrict shown) {
  const uint32_t gap = least_gap(kind, gap_from);
  if (PIXEL_BYTES(kind) == 1) {
    for (size_t i = 0; i < n; i++) shown[i] = pixels[i] < gap ? (uint16_t)(pixels[i] + 1u) : 0;
  } else if (PIXEL_BYTES(kind) == 2 && gap == 65535) {
    for (size_t i = 0; i < n; i++) {
      uint16_t bits;
      copy(&bits, pixels + 2 * i, 2);
      shown[i] = (uint16_t)(bits + 1u);  // a gap becomes 0
    }
  } else if (PIXEL_BYTES(kind) == 2) {
    const uint16_t gap16 = (uint16_t)gap;
    for (size_t i = 0; i < n; i++) {
      uint16_t bits;
      copy(&bits, pixels + 2 * i, 2);
      shown[i] = bits < gap16 ? (uint16_t)(bits + 1u) : 0;
    }
  } else if (kind == FLOAT32) {
    for (size_t i = 0; i < n; i++) {
      float number;
      copy(&number, pixels + 4 * i, 4);
      const uint32_t counts = counts_of_float(number);
      shown[i] = counts == GAP_COUNTS ? 0 : shown_of(counts);
    }
  } else {
    for (size_t i = 0; i < n; i++) {
      uint32_t bits;
      copy(&bits, pixels + 4 * i, 4);
      shown[i] = bits < gap ? shown_of(bits) : 0;
    }
  }
}

static void to_counts(int kind, uint32_t gap_from, const uint8_t *pixels, size_t n, uint32_t *restrict counts) {
  const uint32_t gap = least_gap(kind, gap_from);
  if (PIXEL_BYTES(kind) == 1) {
    for (size_t i = 0; i < n; i++) counts[i] = counts_of(pixels[i], gap);
  } else if (PIXEL_BYTES(kind) == 2) {
    for (size_t i = 0; i < n; i++) {
      uint16_t bits;
      copy(&bits, pixels + 2 * i, 2);
      counts[i] = counts_of(bits, gap);
    }
  } else if (kind == FLOAT32) {
    for (size_t i = 0; i < n; i++) {
      float number;
      copy(&number, pixels + 4 * i, 4);
      counts[i] = counts_of_float(number);
    }
  } else {
    for (size_t i = 0; i < n; i++) {
      uint32_t bits;
      copy(&bits, pixels + 4 * i, 4);
      counts[i] = counts_of(bits, gap);
    }
  }
}
