// Overviews: the maximum of each cell of pixels, in one byte, without ever writing the whole image.

#include "container.h"
#include "counts.h"


#define CELL_MAX 64
#define STRIP 1024

// How an overview comes about, and how far it is.
typedef struct {
  int kind;
  uint32_t gap_from;
  uint32_t rows, columns, cell;
  const uint8_t *mask;   // 0 where a pixel is good; may be missing
  const uint8_t *codes;  // of one more than the counts, so that the first stands for gaps; 65536 or more
  uint32_t codes_size, plain_codes;
  uint8_t *out;
  uint32_t row, column;
  uint16_t best[COLUMNS_MAX];
} overview;

// One more than the counts, 0 for gaps, in 16 bits: what has the last code is 65535, and anything else is at most 65534.
//
// That loses nothing as long as all counts from 65533 on that have not the last code have the same: see `pool`.
#define NARROWED(raised, last) ((raised) >= (last) ? 65535u : (raised) < 65534u ? (raised) : 65534u)

static void raise_pixels(const overview *now, const uint8_t *restrict pixels, uint32_t n, uint16_t *restrict out) {
  const uint32_t gap = least_gap(now->kind, now->gap_from), last = now->codes_size - 1;
  if (PIXEL_BYTES(now->kind) == 2 && last > 65535) {
    const uint16_t gap16 = (uint16_t)gap;
    for (uint32_t i = 0; i < n; i++) {
      uint16_t bits;
      copy(&bits, pixels + 2 * i, 2);
      const uint16_t raised = (uint16_t)(bits < 65533 ? bits + 1 : 65534);
      out[i] = bits < gap16 ? raised : 0;
    }
  } else if (PIXEL_BYTES(now->kind) == 4 && now->kind != FLOAT32) {
    for (uint32_t i = 0; i < n; i++) {
      uint32_t bits;
      copy(&bits, pixels + 4 * i, 4);
      const uint32_t narrowed = NARROWED(bits + 1u, last);
      out[i] = (uint16_t)(bits < gap ? narrowed : 0u);
    }
  } else {
    uint32_t counts[STRIP];
    to_counts(now->kind, now->gap_from, pixels, n, counts);
    for (uint32_t i = 0; i < n; i++)
      out[i] = (uint16_t)(counts[i] == GAP_COUNTS ? 0u : NARROWED(counts[i] + 1u, last));
  }
}

// Raises `best` of columns [column, column + n) to what pixels are.
static void raise_best(overview *now, const uint8_t *restrict pixels, uint32_t n) {
  uint16_t *restrict best = now->best + now->column;
  const uint8_t *mask = now->mask ? now->mask + (size_t)now->row * now->columns + now->column : 0;
  uint16_t raised[STRIP];
  for (uint32_t start = 0; start < n; start += STRIP) {
    const uint32_t some = (uint32_t)least(n - start, STRIP);
    raise_pixels(now, pixels + (size_t)start * PIXEL_BYTES(now->kind), some, raised);
    if (mask)
      for (uint32_t i = 0; i < some; i++) raised[i] = mask[start + i] ? 0 : raised[i];
    for (uint32_t i = 0; i < some; i++) best[start + i] = best[start + i] > raised[i] ? best[start + i] : raised[i];
  }
}

// The larger of each two neighbours.
INLINE void pair_up(uint16_t *best, uint32_t pairs) {
  for (uint32_t i = 0; i < pairs; i++) best[i] = best[2 * i] > best[2 * i + 1] ? best[2 * i] : best[2 * i + 1];
}

// Writes a row of cells, and begins the next.
static void finish_cells(overview *now) {
  const uint32_t cells = (now->columns + now->cell - 1) / now->cell;
  uint8_t *out = now->out + (size_t)(now->row / now->cell) * cells;
  uint16_t *best = now->best;
  for (uint32_t i = now->columns; i < cells * now->cell; i++) best[i] = 0;
  uint32_t wide = now->cell;
  for (; wide % 2 == 0; wide /= 2) pair_up(best, cells * wide / 2);
  if (wide > 1)
    for (uint32_t i = 0; i < cells; i++) {
      uint16_t largest = 0;
      for (uint32_t k = 0; k < wide; k++) largest = largest > best[i * wide + k] ? largest : best[i * wide + k];
      best[i] = largest;
    }
  for (uint32_t start = 0; start < cells; start += 32) {
    const uint32_t some = (uint32_t)least(cells - start, 32);
    uint32_t all = 0;
    for (uint32_t i = 0; i < some; i++) all |= best[start + i];
    if (all < now->plain_codes)
      for (uint32_t i = 0; i < some; i++) out[start + i] = (uint8_t)best[start + i];
    else
      for (uint32_t i = 0; i < some; i++)
        out[start + i] = best[start + i] == 65535 ? now->codes[now->codes_size - 1] : now->codes[best[start + i]];
  }
  __builtin_memset(best, 0, (size_t)cells * now->cell * sizeof *best);
}

static void feed(overview *now, const uint8_t *pixels, size_t n) {
  while (n > 0) {
    const uint32_t some = (uint32_t)least(n, now->columns - now->column);
    raise_best(now, pixels, some);
    pixels += (size_t)some * PIXEL_BYTES(now->kind);
    n -= some;
    now->column += some;
    if (now->column < now->columns) continue;
    now->column = 0;
    if ((now->row + 1) % now->cell == 0 || now->row + 1 == now->rows) finish_cells(now);
    now->row++;
  }
}

// Makes the overview of a chunk.
//
// `is_packed`: bitshuffle with LZ4, else the pixels themselves. `out` has room for every cell, also those at the ends
// that are not full.
EXPORTED int pool(const uint8_t *packed, size_t size, int is_packed, int kind, uint32_t gap_from, uint32_t rows,
                  uint32_t columns, uint32_t cell, const uint8_t *mask, const uint8_t *codes, uint32_t codes_size,
                  uint8_t *out) {
  const uint32_t pixel_bytes = PIXEL_BYTES(kind);
  const uint64_t pixels_in_all = (uint64_t)rows * columns;
  if (cell < 1 || cell > CELL_MAX || columns + cell > COLUMNS_MAX || pixel_bytes == 0)
    return NOT_SUPPORTED;
  if (codes_size < 65536) return NOT_SUPPORTED;
  for (uint32_t i = 65534; i < codes_size - 1; i++)
    if (codes[i] != codes[65534]) return NOT_SUPPORTED;
  overview now = {.kind = kind, .gap_from = gap_from, .rows = rows, .columns = columns, .cell = cell, .mask = mask,
                  .codes = codes, .codes_size = codes_size, .out = out};
  // Up to the next power of two, the bitwise "or" of numbers tells whether all of them are below it.
  now.plain_codes = 1;
  while (now.plain_codes < codes_size && codes[now.plain_codes] == now.plain_codes) now.plain_codes++;
  while (now.plain_codes & (now.plain_codes - 1)) now.plain_codes &= now.plain_codes - 1;
  if (!is_packed) {
    if (size != pixels_in_all * pixel_bytes) return WRONG_LENGTH;
    feed(&now, packed, (size_t)pixels_in_all);
    return DONE;
  }
  packing how;
  int state = read_packing(packed, size, pixels_in_all, pixel_bytes, &how);
  bench room;
  place at = beginning();
  while (state == DONE && at.first < how.pixels) {
    uint32_t pixels;
    size_t bytes;
    state = next_block(packed, size, &how, &at, &pixels, &bytes);
    if (state == DONE) state = unpack_next(packed, size, &how, &at, pixels, room.planes, room.pixels);
    if (state != DONE) break;
    feed(&now, room.pixels, pixels);
    at.position += bytes;
    at.first += pixels;
  }
  return state;
}
