// The inverse of bitshuffle (Masui et al., Astronomy and Computing 12 (2015) 181-190): bit planes back to pixels.
//
// Of n pixels of b bytes, plane p (of 8 b) holds bit p of every pixel, eight pixels a byte, least significant bit first.
// The 8 x 8 bits of one byte of each of eight planes are transposed: then byte j of the eight belongs to pixel j; and
// bytes that belong to neighbouring pixels are brought together. (A "word" is eight such bytes.)
#pragma once

#include "portable.h"

#ifdef __AVX2__
#include <immintrin.h>
#endif

#ifdef __AVX2__
#define WIDE 32
#else
#define WIDE 16
#endif

typedef uint8_t wide8 __attribute__((vector_size(WIDE)));
typedef uint16_t wide16 __attribute__((vector_size(WIDE)));
typedef uint32_t wide32 __attribute__((vector_size(WIDE)));
typedef uint64_t wide64 __attribute__((vector_size(WIDE)));

// Interleave the low or the high halves of two vectors' 16-byte lanes, in units of 8, 16 or 32 bits.
#ifdef __AVX2__
#define LOW8(a, b)                                                                                                   \
  __builtin_shufflevector((wide8)(a), (wide8)(b), 0, 32, 1, 33, 2, 34, 3, 35, 4, 36, 5, 37, 6, 38, 7, 39, 16, 48, 17, \
                          49, 18, 50, 19, 51, 20, 52, 21, 53, 22, 54, 23, 55)
#define HIGH8(a, b)                                                                                                   \
  __builtin_shufflevector((wide8)(a), (wide8)(b), 8, 40, 9, 41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47, 24,  \
                          56, 25, 57, 26, 58, 27, 59, 28, 60, 29, 61, 30, 62, 31, 63)
#define LOW16(a, b) \
  __builtin_shufflevector((wide16)(a), (wide16)(b), 0, 16, 1, 17, 2, 18, 3, 19, 8, 24, 9, 25, 10, 26, 11, 27)
#define HIGH16(a, b) \
  __builtin_shufflevector((wide16)(a), (wide16)(b), 4, 20, 5, 21, 6, 22, 7, 23, 12, 28, 13, 29, 14, 30, 15, 31)
#define LOW32(a, b) __builtin_shufflevector((wide32)(a), (wide32)(b), 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH32(a, b) __builtin_shufflevector((wide32)(a), (wide32)(b), 2, 10, 3, 11, 6, 14, 7, 15)
#else
#define LOW8(a, b) \
  __builtin_shufflevector((wide8)(a), (wide8)(b), 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH8(a, b) \
  __builtin_shufflevector((wide8)(a), (wide8)(b), 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define LOW16(a, b) __builtin_shufflevector((wide16)(a), (wide16)(b), 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH16(a, b) __builtin_shufflevector((wide16)(a), (wide16)(b), 4, 12, 5, 13, 6, 14, 7, 15)
#define LOW32(a, b) __builtin_shufflevector((wide32)(a), (wide32)(b), 0, 4, 1, 5)
#define HIGH32(a, b) __builtin_shufflevector((wide32)(a), (wide32)(b), 2, 6, 3, 7)
#endif

INLINE uint64_t turned_word(uint64_t x) {
  uint64_t t = (x ^ (x >> 7)) & 0x00AA00AA00AA00AAull;
  x ^= t ^ (t << 7);
  t = (x ^ (x >> 14)) & 0x0000CCCC0000CCCCull;
  x ^= t ^ (t << 14);
  t = (x ^ (x >> 28)) & 0x00000000F0F0F0F0ull;
  return x ^ t ^ (t << 28);
}

INLINE int is_empty(wide8 x) {
#if defined(__AVX2__)
  return _mm256_testz_si256((__m256i)x, (__m256i)x);
#elif defined(__wasm__)
  return !__builtin_wasm_any_true_v128((signed char __attribute__((vector_size(16))))x);
#else
  const wide64 words = (wide64)x;
  return (words[0] | words[1]) == 0;
#endif
}

// Exchanges the bits of `a` that `mask` selects, moved down by `shift`, with the selected bits of `b`.
#define EXCHANGE(a, b, shift, mask)                                         \
  do {                                                                      \
    const wide64 moved = (((wide64)(a) >> (shift)) ^ (wide64)(b)) & (mask); \
    b = (wide8)((wide64)(b) ^ moved);                                       \
    a = (wide8)((wide64)(a) ^ (moved << (shift)));                          \
  } while (0)

// Eight planes (of which the last four may be known to be empty) to the pixels 0 to 7 of each byte.
INLINE void turn_bits(wide8 p[8], int are_four) {
  const int planes = are_four ? 4 : 8;
  for (int i = 0; i < planes; i += 2) EXCHANGE(p[i], p[i + 1], 1, 0x5555555555555555ull);
  for (int i = 0; i < planes; i += 4) {
    EXCHANGE(p[i], p[i + 2], 2, 0x3333333333333333ull);
    EXCHANGE(p[i + 1], p[i + 3], 2, 0x3333333333333333ull);
  }
  for (int i = 0; i < 4; i++) {
    if (are_four) p[i + 4] = (wide8){0};
    EXCHANGE(p[i], p[i + 4], 4, 0x0F0F0F0F0F0F0F0Full);
  }
}

// Four planes to nibbles: pixels i and i + 4 of each byte.
INLINE void turn_nibbles(wide8 p[4]) {
  EXCHANGE(p[0], p[1], 1, 0x5555555555555555ull);
  EXCHANGE(p[2], p[3], 1, 0x5555555555555555ull);
  EXCHANGE(p[0], p[2], 2, 0x3333333333333333ull);
  EXCHANGE(p[1], p[3], 2, 0x3333333333333333ull);
}

// Interleaves the bytes of eight vectors: turned[k] holds, in each 16-byte lane l, words 16 l + 2 k and 16 l + 2 k + 1.
INLINE void interleave(const wide8 p[8], wide8 turned[8]) {
  wide8 pairs[8];
  for (int i = 0; i < 4; i++) {
    pairs[i] = LOW8(p[2 * i], p[2 * i + 1]);
    pairs[4 + i] = HIGH8(p[2 * i], p[2 * i + 1]);
  }
  for (int half = 0; half < 2; half++) {
    const wide8 *from = pairs + 4 * half;
    const wide16 low_a = LOW16(from[0], from[1]), high_a = HIGH16(from[0], from[1]);
    const wide16 low_b = LOW16(from[2], from[3]), high_b = HIGH16(from[2], from[3]);
    turned[4 * half] = (wide8)LOW32(low_a, low_b);
    turned[4 * half + 1] = (wide8)HIGH32(low_a, low_b);
    turned[4 * half + 2] = (wide8)LOW32(high_a, high_b);
    turned[4 * half + 3] = (wide8)HIGH32(high_a, high_b);
  }
}

#if defined(__GFNI__) && defined(__AVX2__)
// The product of the identity with a matrix, in this instruction's order of rows and bits, is its transpose; it counts
// rows from the other end, so that planes have to come in the other order.
INLINE void turn_words(wide8 p[8], wide8 turned[8]) {
  const wide8 mirrored[8] = {p[7], p[6], p[5], p[4], p[3], p[2], p[1], p[0]};
  interleave(mirrored, turned);
  const __m256i unit = _mm256_set1_epi64x((long long)0x8040201008040201ull);
  for (int i = 0; i < 8; i++) turned[i] = (wide8)_mm256_gf2p8affine_epi64_epi8(unit, (__m256i)turned[i], 0);
}
#else
INLINE void turn_words(wide8 p[8], wide8 turned[8]) {
  turn_bits(p, 0);
  interleave(p, turned);
}
#endif

// WIDE bytes of each of four planes, the next four being empty; see `turn_planes`.
INLINE void turn_four(wide8 p[8], wide8 turned[8]) {
  turn_bits(p, 1);
  interleave(p, turned);
}

// WIDE bytes of each of eight planes, `stride` apart, to pixels. Most planes of most images are empty.
INLINE void turn_planes(const uint8_t *planes, size_t stride, wide8 turned[8]) {
  wide8 p[8];
  for (int i = 0; i < 8; i++) __builtin_memcpy(&p[i], planes + (size_t)i * stride, WIDE);
  const wide8 first = (p[0] | p[1]) | (p[2] | p[3]), second = (p[4] | p[5]) | (p[6] | p[7]);
  if (!is_empty(second)) {
    turn_words(p, turned);
  } else if (!is_empty(first)) {
    turn_four(p, turned);
  } else {
    for (int i = 0; i < 8; i++) turned[i] = (wide8){0};
  }
}

// Store the lanes of a vector `lane_bytes` apart.
INLINE void store_lanes(uint8_t *to, size_t lane_bytes, wide8 stored) {
  for (size_t lane = 0; lane < WIDE / 16; lane++) {
    bytes16 part;
    __builtin_memcpy(&part, (const uint8_t *)&stored + 16 * lane, 16);
    store16(to + lane * lane_bytes, part);
  }
}

// Eight pixels from byte `i` of each plane.
INLINE void join_eight(const uint8_t *planes, size_t stride, size_t i, uint32_t pixel_bytes, uint8_t *out) {
  for (uint32_t part = 0; part < pixel_bytes; part++) {
    uint64_t word = 0;
    for (uint32_t bit = 0; bit < 8; bit++) word |= (uint64_t)planes[(8 * part + bit) * stride + i] << (8 * bit);
    word = turned_word(word);
    for (uint32_t pixel = 0; pixel < 8; pixel++) out[pixel * pixel_bytes + part] = (uint8_t)(word >> (8 * pixel));
  }
}

INLINE void join_wide1(const uint8_t *planes, size_t stride, uint8_t *out) {
  wide8 a[8];
  turn_planes(planes, stride, a);
  for (size_t k = 0; k < 8; k++) store_lanes(out + 16 * k, 128, a[k]);
}

INLINE void join_wide2(const uint8_t *planes, size_t stride, uint8_t *out) {
  wide8 a[8], b[8];
  turn_planes(planes, stride, a);
  turn_planes(planes + 8 * stride, stride, b);
  for (size_t k = 0; k < 8; k++) {
    store_lanes(out + 32 * k, 256, LOW8(a[k], b[k]));
    store_lanes(out + 32 * k + 16, 256, HIGH8(a[k], b[k]));
  }
}

INLINE void join_wide4(const uint8_t *planes, size_t stride, uint8_t *out) {
  wide8 a[8], b[8], c[8], d[8];
  turn_planes(planes, stride, a);
  turn_planes(planes + 8 * stride, stride, b);
  turn_planes(planes + 16 * stride, stride, c);
  turn_planes(planes + 24 * stride, stride, d);
  for (size_t k = 0; k < 8; k++) {
    const wide8 low = LOW8(a[k], b[k]), high = HIGH8(a[k], b[k]), low2 = LOW8(c[k], d[k]), high2 = HIGH8(c[k], d[k]);
    store_lanes(out + 64 * k, 512, (wide8)LOW16(low, low2));
    store_lanes(out + 64 * k + 16, 512, (wide8)HIGH16(low, low2));
    store_lanes(out + 64 * k + 32, 512, (wide8)LOW16(high, high2));
    store_lanes(out + 64 * k + 48, 512, (wide8)HIGH16(high, high2));
  }
}

// Puts `pixels` (a multiple of eight) pixels of 1, 2 or 4 bytes together; writes exactly pixels * pixel_bytes.
static void join_planes(const uint8_t *planes, size_t pixels, uint32_t pixel_bytes, uint8_t *out) {
  const size_t stride = pixels / 8;
  size_t i = 0;
  if (pixel_bytes == 1)
    for (; i + WIDE <= stride; i += WIDE) join_wide1(planes + i, stride, out + 8 * i);
  else if (pixel_bytes == 2)
    for (; i + WIDE <= stride; i += WIDE) join_wide2(planes + i, stride, out + 16 * i);
  else
    for (; i + WIDE <= stride; i += WIDE) join_wide4(planes + i, stride, out + 32 * i);
  for (; i < stride; i++) join_eight(planes, stride, i, pixel_bytes, out + 8 * i * pixel_bytes);
}
