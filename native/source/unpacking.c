// Chunks as they stand in HDF5 files to pixels: whole, row by row, or as their bytes arrive.

#include "container.h"
#include "counts.h"
#include "shown.h"

// Unpacks a whole chunk of bitshuffle with LZ4 to `out_bytes` bytes.
EXPORTED int unpack_bslz4(const uint8_t *packed, size_t size, uint32_t pixel_bytes, uint8_t *out, size_t out_bytes) {
  packing how;
  if (pixel_bytes == 0 || out_bytes % pixel_bytes) return NOT_SUPPORTED;
  int state = read_packing(packed, size, out_bytes / pixel_bytes, pixel_bytes, &how);
  uint8_t planes[BLOCK_MAX_BYTES + SLACK_BYTES];
  place at = beginning();
  while (state == DONE && at.first < how.pixels) {
    uint32_t pixels;
    size_t bytes;
    state = next_block(packed, size, &how, &at, &pixels, &bytes);
    if (state == DONE)
      state = unpack_next(packed, size, &how, &at, pixels, planes, out + (size_t)at.first * pixel_bytes);
    at.position += bytes;
    at.first += pixels;
  }
  return state;
}

// Unpacks a whole chunk of HDF5's LZ4 filter to `out_bytes` bytes.
EXPORTED int unpack_lz4(const uint8_t *packed, size_t size, uint8_t *out, size_t out_bytes) {
  if (size < HEADER_BYTES) return TOO_SHORT;
  if (load64be(packed) != out_bytes) return WRONG_LENGTH;
  const size_t block = load32be(packed + 8);
  if (block == 0) return DAMAGED;
  size_t position = HEADER_BYTES;
  for (size_t done = 0; done < out_bytes;) {
    const size_t plain = least(block, out_bytes - done);
    if (size - position < 4) return TOO_SHORT;
    const size_t body = load32be(packed + position);
    position += 4;
    if (body > size - position) return TOO_SHORT;
    if (body == plain) {
      copy(out + done, packed + position, plain);
    } else {
      const int state = lz4_unpack(packed + position, body, packed + size, out + done, plain, out + out_bytes);
      if (state != DONE) return state;
    }
    position += body;
    done += plain;
  }
  return DONE;
}

// Unpacks pixels [first, end) of a chunk of bitshuffle with LZ4; only the blocks that hold them are unpacked.
EXPORTED int unpack_part(const uint8_t *packed, size_t size, uint32_t pixel_bytes, uint64_t pixels_in_all,
                         uint64_t first, uint64_t end, uint8_t *out) {
  packing how;
  int state = read_packing(packed, size, pixels_in_all, pixel_bytes, &how);
  if (state == DONE && (first > end || end > how.pixels)) state = WRONG_LENGTH;
  bench room;
  place at = beginning();
  while (state == DONE && at.first < end) {
    uint32_t pixels;
    size_t bytes;
    state = next_block(packed, size, &how, &at, &pixels, &bytes);
    if (state == DONE && at.first + pixels > first) {
      state = unpack_next(packed, size, &how, &at, pixels, room.planes, room.pixels);
      if (state != DONE) break;
      const uint64_t from = at.first > first ? at.first : first;
      const uint64_t to = at.first + pixels < end ? at.first + pixels : end;
      copy(out + (size_t)(from - first) * pixel_bytes, room.pixels + (size_t)(from - at.first) * pixel_bytes,
           (size_t)(to - from) * pixel_bytes);
    }
    at.position += bytes;
    at.first += pixels;
  }
  return state;
}

// What has been unpacked of a chunk whose bytes are still arriving; begins as zeros but for the first four.
typedef struct {
  uint32_t kind;
  uint32_t gap_from;
  uint32_t pixels;    // of the whole image
  uint32_t reserved;
  uint32_t position;  // bytes used
  uint32_t first;     // pixels done
} arrival;

// Goes on with a chunk of which `available` bytes are there; gives the number of pixels done, or why it gave up.
//
// `shown` has room for every pixel.
EXPORTED int unpack_arriving(const uint8_t *packed, size_t available, arrival *now, uint16_t *shown) {
  packing how;
  const uint32_t pixel_bytes = PIXEL_BYTES(now->kind);
  int state = read_packing(packed, available, now->pixels, pixel_bytes, &how);
  if (state == DONE && how.pixels > INT32_MAX) state = NOT_SUPPORTED;
  if (state == TOO_SHORT) return 0;
  if (state != DONE) return state;
  uint8_t planes[BLOCK_MAX_BYTES + SLACK_BYTES];
  place at = now->position ? (place){now->position, now->first} : beginning();
  if (at.position > available || at.first > how.pixels) return WRONG_LENGTH;
  while (at.first < how.pixels) {
    uint32_t pixels;
    size_t bytes;
    state = next_block(packed, available, &how, &at, &pixels, &bytes);
    if (state == TOO_SHORT) break;
    if (block_pixels(&how, at.first)) {
      state = lz4_unpack(packed + at.position + 4, bytes - 4, packed + available, planes, (size_t)pixels * pixel_bytes,
                         planes + sizeof planes);
      if (state != DONE) return state;
      show_planes(planes, pixels, (int)now->kind, now->gap_from, shown + at.first);
    } else {
      to_shown((int)now->kind, now->gap_from, packed + at.position, pixels, shown + at.first);
    }
    at.position += bytes;
    at.first += pixels;
  }
  now->position = (uint32_t)at.position;
  now->first = (uint32_t)at.first;
  return (int)at.first;
}
