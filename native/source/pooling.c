// Overviews: the maximum of each cell of pixels, in one byte, without ever writing the whole image.

#include "container.h"
#include "counts.h"


#define CELL_MAX 64

// How an overview comes about, and how far it is.
typedef struct {
  int kind;
  uint32_t gap_from;
  uint32_t rows, columns, cell;
  const uint8_t *mask;   // 0 where a pixel is good; may be missing
  const uint8_t *codes;  // of one more than the counts, so that the first stands for gaps
  uint32_t codes_size, plain_codes;
  uint8_t *out;
  uint32_t row, column;
  uint32_t best[COLUMNS_MAX];
} overview;

INLINE uint32_t raised(uint32_t counts) { return counts + 1u; }  // a gap becomes 0

// Raises `best` of columns [column, column + n) to the pixels' counts plus one.
static void raise_best(overview *now, const uint8_t *restrict pixels, uint32_t n) {
  uint32_t *restrict best = now->best + now->column;
  const uint8_t *mask = now->mask ? now->mask + (size_t)now->row * now->columns + now->column : 0;
  uint32_t counts[1024];
  for (uint32_t start = 0; start < n; start += 1024) {
    const uint32_t some = (uint32_t)least(n - start, 1024);
    to_counts(now->kind, now->gap_from, pixels + (size_t)start * PIXEL_BYTES(now->kind), some, counts);
    if (mask)
      for (uint32_t i = 0; i < some; i++) counts[i] |= mask[start + i] ? GAP_COUNTS : 0u;
    for (uint32_t i = 0; i < some; i++) {
      const uint32_t value = raised(counts[i]);
      best[start + i] = best[start + i] > value ? best[start + i] : value;
    }
  }
}

// Writes a row of cells, and begins the next.
static void finish_cells(overview *now) {
  const uint32_t cells = (now->columns + now->cell - 1) / now->cell;
  uint8_t *out = now->out + (size_t)(now->row / now->cell) * cells;
  uint32_t *best = now->best;
  for (uint32_t i = now->columns; i < cells * now->cell; i++) best[i] = 0;
  if (now->cell == 2) {
    for (uint32_t i = 0; i < cells; i++) best[i] = best[2 * i] > best[2 * i + 1] ? best[2 * i] : best[2 * i + 1];
  } else if (now->cell != 1) {
    for (uint32_t i = 0; i < cells; i++) {
      uint32_t largest = 0;
      for (uint32_t k = 0; k < now->cell; k++)
        largest = largest > best[i * now->cell + k] ? largest : best[i * now->cell + k];
      best[i] = largest;
    }
  }
  const uint32_t last = now->codes_size - 1;
  for (uint32_t start = 0; start < cells; start += 64) {
    const uint32_t some = (uint32_t)least(cells - start, 64);
    uint32_t all = 0;
    for (uint32_t i = 0; i < some; i++) all |= best[start + i];
    if (all < now->plain_codes)
      for (uint32_t i = 0; i < some; i++) out[start + i] = (uint8_t)best[start + i];
    else
      for (uint32_t i = 0; i < some; i++) out[start + i] = now->codes[least(best[start + i], last)];
  }
  for (uint32_t i = 0; i < cells * now->cell; i++) best[i] = 0;
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
  if (cell < 1 || cell > CELL_MAX || columns + cell > COLUMNS_MAX || codes_size == 0 || pixel_bytes == 0)
    return NOT_SUPPORTED;
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
