// From bit planes to shown counts in one go, for what most pixels are: counts below 255.
#pragma once

#include "bitplanes.h"
#include "counts.h"

// Writes 8 WIDE pixels whose counts fit into a byte.
INLINE void store_few(const wide8 counts[8], uint16_t *shown) {
  const wide16 one = (wide16){0} + 1;
  const wide8 none = {0};
  for (size_t k = 0; k < 8; k++) {
    store_lanes((uint8_t *)(shown + 16 * k), 256, (wide8)((wide16)LOW8(counts[k], none) + one));
    store_lanes((uint8_t *)(shown + 16 * k + 8), 256, (wide8)((wide16)HIGH8(counts[k], none) + one));
  }
}

// Writes 8 WIDE pixels of counts below 16, from their four planes.
INLINE void store_fewest(wide8 p[4], uint16_t *shown) {
  const wide8 nibble = (wide8){0} + 15, one = (wide8){0} + 1, none = {0};
  turn_nibbles(p);
  const wide8 even = LOW8(p[0], p[1]), odd = LOW8(p[2], p[3]), even2 = HIGH8(p[0], p[1]), odd2 = HIGH8(p[2], p[3]);
  const wide8 turned[4] = {(wide8)LOW16(even, odd), (wide8)HIGH16(even, odd), (wide8)LOW16(even2, odd2),
                           (wide8)HIGH16(even2, odd2)};
  for (size_t k = 0; k < 4; k++) {
    const wide8 low = turned[k] & nibble, high = (wide8)((wide16)turned[k] >> 4) & nibble;
    const wide8 first = (wide8)LOW32(low, high) + one, second = (wide8)HIGH32(low, high) + one;
    uint8_t *at = (uint8_t *)(shown + 32 * k);
    store_lanes(at, 256, LOW8(first, none));
    store_lanes(at + 16, 256, HIGH8(first, none));
    store_lanes(at + 32, 256, LOW8(second, none));
    store_lanes(at + 48, 256, HIGH8(second, none));
  }
}

// 8 WIDE pixels of integers; false when their counts do not fit into a byte. `number` planes, a constant.
INLINE int show_few(const uint8_t *planes, size_t stride, size_t number, uint16_t *shown) {
  wide8 low[4], counts[8], middle = {0}, high = {0};
  for (size_t i = 0; i < 4; i++) __builtin_memcpy(&low[i], planes + i * stride, WIDE);
  for (size_t i = 4; i < number; i++) {
    wide8 plane;
    __builtin_memcpy(&plane, planes + i * stride, WIDE);
    if (i < 8)
      middle |= plane;
    else
      high |= plane;
  }
  if (is_empty(middle | high)) {  // below 16, as in most places of most images
    store_fewest(low, shown);
    return 1;
  }
  if (!is_empty(high)) return 0;
  turn_planes(planes, stride, counts);
  store_few(counts, shown);
  return 1;
}

// What 16 and 32 bits show where their largest number alone marks gaps.
INLINE wide8 shown16(wide16 counts) { return (wide8)(counts + 1); }

INLINE wide8 shown32(wide16 low, wide16 high) {
  const wide16 ones = (wide16){0} + 0xFFFF;
  const wide16 is_over = (wide16)(high != 0), is_gap = (wide16)((low & high) == ones);
  const wide16 raised = low - (wide16)(low != ones);
  return (wide8)((raised & ~is_over) | (is_over & ~is_gap));
}

// Any 8 WIDE pixels of unsigned numbers whose largest alone marks gaps.
INLINE void show_unsigned(const uint8_t *planes, size_t stride, uint32_t pixel_bytes, uint16_t *shown) {
  wide8 a[8], b[8], c[8], d[8];
  turn_planes(planes, stride, a);
  turn_planes(planes + 8 * stride, stride, b);
  if (pixel_bytes == 4) {
    turn_planes(planes + 16 * stride, stride, c);
    turn_planes(planes + 24 * stride, stride, d);
  }
  for (size_t k = 0; k < 8; k++) {
    const wide16 low = (wide16)LOW8(a[k], b[k]), high = (wide16)HIGH8(a[k], b[k]);
    const int is_long = pixel_bytes == 4;
    store_lanes((uint8_t *)(shown + 16 * k), 256, is_long ? shown32(low, (wide16)LOW8(c[k], d[k])) : shown16(low));
    store_lanes((uint8_t *)(shown + 16 * k + 8), 256, is_long ? shown32(high, (wide16)HIGH8(c[k], d[k])) : shown16(high));
  }
}

// Any 8 WIDE pixels.
static __attribute__((noinline)) void show_any(const uint8_t *planes, size_t stride, int kind, uint32_t gap_from, uint16_t *shown) {
  uint8_t pixels[8 * WIDE * 4];
  if (PIXEL_BYTES(kind) == 1)
    join_wide1(planes, stride, pixels);
  else if (PIXEL_BYTES(kind) == 2)
    join_wide2(planes, stride, pixels);
  else
    join_wide4(planes, stride, pixels);
  to_shown(kind, gap_from, pixels, 8 * WIDE, shown);
}

// Shown counts of 8 WIDE pixels; `pixel_bytes` is a constant where this is called.
INLINE void show_wide(const uint8_t *planes, size_t stride, uint32_t pixel_bytes, int may_be_few, int kind,
                      uint32_t gap_from, uint16_t *shown) {
  if (may_be_few && show_few(planes, stride, 8 * pixel_bytes, shown)) return;
  if (least_gap(kind, gap_from) == (pixel_bytes == 2 ? 0xFFFFu : 0xFFFFFFFFu) && kind != FLOAT32)
    show_unsigned(planes, stride, pixel_bytes, shown);
  else
    show_any(planes, stride, kind, gap_from, shown);
}

// Shown counts of `pixels` (a multiple of eight) pixels.
static void show_planes(const uint8_t *planes, size_t pixels, int kind, uint32_t gap_from, uint16_t *shown) {
  const uint32_t pixel_bytes = PIXEL_BYTES(kind);
  const size_t stride = pixels / 8;
  const int may_be_few = pixel_bytes > 1 && kind != FLOAT32 && gap_from > 255;
  size_t i = 0;
  if (pixel_bytes == 2)
    for (; i + WIDE <= stride; i += WIDE)
      show_wide(planes + i, stride, 2, may_be_few, kind, gap_from, shown + 8 * i);
  else if (pixel_bytes == 4)
    for (; i + WIDE <= stride; i += WIDE)
      show_wide(planes + i, stride, 4, may_be_few, kind, gap_from, shown + 8 * i);
  else
    for (; i + WIDE <= stride; i += WIDE) show_any(planes + i, stride, kind, gap_from, shown + 8 * i);
  for (; i < stride; i++) {
    uint8_t eight[32];
    join_eight(planes, stride, i, pixel_bytes, eight);
    to_shown(kind, gap_from, eight, 8, shown + 8 * i);
  }
}
