// What every other file needs: fixed-width types, unaligned loads and stores, vectors of 16 or 32 bytes, results.
//
// Nothing here or in the other files needs a C library: the same source becomes the server's shared library and the
// browser's WebAssembly.
#pragma once

#include <stddef.h>
#include <stdint.h>

// More columns than any detector has.
#define COLUMNS_MAX 32768

#define EXPORTED __attribute__((visibility("default")))
#define INLINE static inline __attribute__((always_inline))

// What functions return: 0, or why they gave up. Nothing they wrote before giving up means anything.
enum { DONE = 0, TOO_SHORT = -1, WRONG_LENGTH = -2, DAMAGED = -3, NOT_SUPPORTED = -4 };

// How a pixel is stored; the low four bits are its size in bytes.
enum { UINT8 = 0x01, UINT16 = 0x02, UINT32 = 0x04, INT8 = 0x11, INT16 = 0x12, INT32 = 0x14, FLOAT32 = 0x24 };

#define PIXEL_BYTES(kind) ((uint32_t)(kind) & 15u)

// A pixel without a value, among counts of 32 bits.
#define GAP_COUNTS 0xFFFFFFFFu

INLINE uint32_t load32be(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

INLINE uint64_t load64be(const uint8_t *at) { return (uint64_t)load32be(at) << 32 | load32be(at + 4); }

INLINE size_t least(size_t a, size_t b) { return a < b ? a : b; }

INLINE void copy(void *to, const void *from, size_t bytes) { __builtin_memcpy(to, from, bytes); }

typedef uint8_t bytes16 __attribute__((vector_size(16)));

INLINE bytes16 load16(const uint8_t *from) {
  bytes16 loaded;
  __builtin_memcpy(&loaded, from, sizeof loaded);
  return loaded;
}

INLINE void store16(uint8_t *to, bytes16 stored) { __builtin_memcpy(to, &stored, sizeof stored); }
