// From shown counts (see counts.h) to a picture, always by the largest count under each pixel of the picture.

#include "counts.h"

#define PICTURE_MAX 16384

// Halves an image: each cell of 2 x 2 pixels becomes one; cells at the far ends may be narrower.
//
// Writes rows [first, end) of the halved image, whose rows have (columns + 1) / 2 cells.
EXPORTED void halve(const uint16_t *shown, uint32_t rows, uint32_t columns, uint32_t first, uint32_t end,
                    uint16_t *halved) {
  const uint32_t cells = (columns + 1) / 2, full = columns / 2;
  for (uint32_t row = first; row < end && 2 * row < rows; row++) {
    const uint16_t *restrict a = shown + (size_t)2 * row * columns;
    const uint16_t *restrict b = 2 * row + 1 < rows ? a + columns : a;
    uint16_t *restrict out = halved + (size_t)row * cells;
    for (uint32_t i = 0; i < full; i++) {
      const uint16_t left = a[2 * i] > b[2 * i] ? a[2 * i] : b[2 * i];
      const uint16_t right = a[2 * i + 1] > b[2 * i + 1] ? a[2 * i + 1] : b[2 * i + 1];
      out[i] = left > right ? left : right;
    }
    if (columns & 1) out[full] = a[columns - 1] > b[columns - 1] ? a[columns - 1] : b[columns - 1];
  }
}

// A part of the image's rows or columns, under one row or column of the picture.
typedef struct {
  uint32_t first, end;  // both equal: nothing is there
} span;

INLINE double floor_of(double x) { return __builtin_floor(x); }

// What lies under number `i` of the picture: the pixel under its middle when pixels are enlarged, else all it touches.
INLINE span under(double corner, double step, uint32_t i, uint32_t size) {
  double first, end;
  if (step <= 1.0) {
    first = floor_of(corner + (i + 0.5) * step);
    end = first + 1.0;
  } else {
    first = floor_of(corner + i * step + 1e-6);
    end = __builtin_ceil(corner + (i + 1.0) * step - 1e-6);
  }
  if (first < 0.0) first = 0.0;
  if (end > (double)size) end = (double)size;
  if (!(first < end)) return (span){0, 0};
  return (span){(uint32_t)first, (uint32_t)end};
}

static uint16_t merged_row[PICTURE_MAX * 4];
static span spans[PICTURE_MAX];

// Largest counts of some rows, of columns [first, end), as a row that is indexed like theirs.
static const uint16_t *merged(const uint16_t *shown, uint32_t columns, span rows, uint32_t first, uint32_t end) {
  const uint16_t *a = shown + (size_t)rows.first * columns;
  if (rows.end - rows.first == 1) return a;
  if (end - first > PICTURE_MAX * 4) end = first + PICTURE_MAX * 4;
  uint16_t *restrict to = merged_row;
  __builtin_memcpy(to, a + first, (size_t)(end - first) * 2);
  for (uint32_t row = rows.first + 1; row < rows.end; row++) {
    const uint16_t *restrict b = shown + (size_t)row * columns + first;
    for (uint32_t i = 0; i < end - first; i++) to[i] = to[i] > b[i] ? to[i] : b[i];
  }
  return to - first;
}

// Draws an image or what has arrived of it (`rows`) onto a picture of `width` x `height`.
//
// The picture's corner lies at (slow, fast) of the image; `step` of its pixels make one of the picture's. `colours` are
// 65536. Where the image is not, the picture is left as it is. Gives whether anything was drawn.
EXPORTED int draw(const uint16_t *shown, uint32_t rows, uint32_t columns, double slow, double fast, double step,
                  const uint32_t *colours, uint32_t *picture, uint32_t width, uint32_t height) {
  if (width > PICTURE_MAX || !(step > 0.0)) return 0;
  uint32_t from = width, to = 0, widest = 1;
  for (uint32_t x = 0; x < width; x++) {
    spans[x] = under(fast, step, x, columns);
    if (spans[x].first == spans[x].end) continue;
    if (from == width) from = x;
    to = x + 1;
    const uint32_t wide = spans[x].end - spans[x].first;
    widest = wide > widest ? wide : widest;
  }
  if (to == 0) return 0;
  const uint32_t first = spans[from].first, end = spans[to - 1].end;
  if (end - first > PICTURE_MAX * 4) return 0;
  span before = {0, 0};
  const uint32_t *line_before = 0;
  int is_drawn = 0;
  for (uint32_t y = 0; y < height; y++) {
    const span here = under(slow, step, y, rows);
    if (here.first == here.end) continue;
    uint32_t *restrict line = picture + (size_t)y * width;
    is_drawn = 1;
    if (line_before && here.first == before.first && here.end == before.end) {
      __builtin_memcpy(line + from, line_before + from, (size_t)(to - from) * 4);
      continue;
    }
    const uint16_t *row = merged(shown, columns, here, first, end);
    if (widest == 1) {
      for (uint32_t x = from; x < to; x++) line[x] = colours[row[spans[x].first]];
    } else {
      for (uint32_t x = from; x < to; x++) {
        uint16_t largest = 0;
        for (uint32_t i = spans[x].first; i < spans[x].end; i++) largest = largest > row[i] ? largest : row[i];
        line[x] = colours[largest];
      }
    }
    before = here;
    line_before = line;
  }
  return is_drawn;
}

// Fills a picture with one colour.
EXPORTED void fill(uint32_t *picture, uint32_t n, uint32_t colour) {
  for (uint32_t i = 0; i < n; i++) picture[i] = colour;
}

// Makes pixels gaps that are masked; `mask` is 0 where a pixel is good.
EXPORTED void hide(uint16_t *shown, const uint8_t *mask, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) shown[i] = mask[i] ? 0 : shown[i];
}

// The mask of an overview: not 0 where no pixel of a cell is good.
EXPORTED void pool_mask(const uint8_t *mask, uint32_t rows, uint32_t columns, uint32_t cell, uint8_t *pooled) {
  const uint32_t cells = (columns + cell - 1) / cell;
  for (uint32_t row = 0; row < rows; row++)
    for (uint32_t column = 0; column < columns; column++) {
      uint8_t *at = pooled + (size_t)(row / cell) * cells + column / cell;
      const uint8_t masked = mask[(size_t)row * columns + column] ? 1 : 0;
      *at = row % cell == 0 && column % cell == 0 ? masked : (uint8_t)(*at & masked);
    }
}

// Shown counts from the colours (four bytes each, grey) of an overview.
//
// `counts` are the shown counts of each code. Where a mask is given, it says where gaps are: packing with loss blurs
// their edges.
EXPORTED void show_codes(const uint8_t *colours, uint32_t n, const uint16_t *counts, const uint8_t *mask,
                         uint16_t *shown) {
  if (mask)
    for (uint32_t i = 0; i < n; i++) {
      const uint8_t code = colours[4 * (size_t)i];
      shown[i] = mask[i] ? 0 : counts[code ? code : 1];
    }
  else
    for (uint32_t i = 0; i < n; i++) shown[i] = counts[colours[4 * (size_t)i]];
}

// Shown counts of pixels that are not packed.
EXPORTED void show_pixels(int kind, uint32_t gap_from, const uint8_t *pixels, uint32_t n, uint16_t *shown) {
  to_shown(kind, gap_from, pixels, n, shown);
}
