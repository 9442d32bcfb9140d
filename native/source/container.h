// How HDF5's filters lay packed blocks one behind the other; from a chunk to blocks of pixels.
//
// Both begin with the length of the whole (8 bytes) and of a block (4 bytes); each block has its packed length (4 bytes)
// before it; all numbers big-endian. In bitshuffle's (32008) blocks are a multiple of eight pixels; the last full eight
// form a shorter block, and what is left of them is stored as it is, without a length. In LZ4's (32004) a block whose
// packed length is its plain length is stored as it is.
#pragma once

#include "bitplanes.h"
#include "lz4.h"

#define HEADER_BYTES 12
#define BLOCK_MAX_BYTES 65536
#define SLACK_BYTES 64

typedef struct {
  uint64_t pixels;       // of the whole image
  uint32_t block;        // pixels in a full block
  uint32_t pixel_bytes;  // 1, 2 or 4
} packing;

// Two blocks' worth of memory, for planes and for pixels.
typedef struct {
  uint8_t planes[BLOCK_MAX_BYTES + SLACK_BYTES];
  uint8_t pixels[BLOCK_MAX_BYTES + SLACK_BYTES];
} bench;

static int read_packing(const uint8_t *packed, size_t size, uint64_t pixels, uint32_t pixel_bytes, packing *found) {
  if (pixel_bytes != 1 && pixel_bytes != 2 && pixel_bytes != 4) return NOT_SUPPORTED;
  if (size < HEADER_BYTES) return TOO_SHORT;
  if (pixels > UINT32_MAX || load64be(packed) != pixels * pixel_bytes) return WRONG_LENGTH;
  uint32_t block = load32be(packed + 8) / pixel_bytes;
  if (block == 0) block = 8192 / pixel_bytes;  // what bitshuffle takes when it is not told
  if (block % 8 != 0) return DAMAGED;
  if (block > BLOCK_MAX_BYTES / pixel_bytes) return NOT_SUPPORTED;
  *found = (packing){pixels, block, pixel_bytes};
  return DONE;
}

// Pixels of the block that begins at pixel `first`; 0 when only a rest is left that is stored as it is.
INLINE uint32_t block_pixels(const packing *how, uint64_t first) {
  const uint64_t left = how->pixels - first;
  return left >= how->block ? how->block : (uint32_t)left & ~7u;
}

// Unpacks the block of `pixels` pixels whose length stands at `position` (checked by the caller) to `out`.
static int unpack_block(const uint8_t *packed, size_t size, size_t position, const packing *how, uint32_t pixels,
                        uint8_t *planes, uint8_t *out) {
  const uint8_t *body = packed + position + 4;
  const size_t plain_bytes = (size_t)pixels * how->pixel_bytes;
  const int state = lz4_unpack(body, load32be(packed + position), packed + size, planes, plain_bytes,
                               planes + BLOCK_MAX_BYTES + SLACK_BYTES);
  if (state == DONE) join_planes(planes, pixels, how->pixel_bytes, out);
  return state;
}

// Where one stands in a chunk.
typedef struct {
  size_t position;  // bytes
  uint64_t first;   // pixels
} place;

INLINE place beginning(void) { return (place){HEADER_BYTES, 0}; }

// How many pixels come next, and how many bytes hold them; TOO_SHORT when not all of those are there.
static int next_block(const uint8_t *packed, size_t size, const packing *how, const place *at, uint32_t *pixels,
                      size_t *bytes) {
  const uint32_t whole = block_pixels(how, at->first);
  const size_t left = size - at->position;
  *pixels = whole ? whole : (uint32_t)(how->pixels - at->first);
  if (!whole) {
    *bytes = (size_t)*pixels * how->pixel_bytes;
    return *bytes <= left ? DONE : TOO_SHORT;
  }
  if (left < 4) return TOO_SHORT;
  const size_t body = load32be(packed + at->position);
  if (body > left - 4) return TOO_SHORT;
  *bytes = body + 4;
  return DONE;
}

// Unpacks what `next_block` found.
static int unpack_next(const uint8_t *packed, size_t size, const packing *how, const place *at, uint32_t pixels,
                       uint8_t *planes, uint8_t *out) {
  if (block_pixels(how, at->first)) return unpack_block(packed, size, at->position, how, pixels, planes, out);
  copy(out, packed + at->position, (size_t)pixels * how->pixel_bytes);
  return DONE;
}
