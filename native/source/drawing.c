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

// Fills a picture with one colour.
EXPORTED void fill(uint32_t *picture, uint32_t n, uint32_t colour) {
  for (uint32_t i = 0; i < n; i++) picture[i] = colour;
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

// What lies under each of `n` rows or columns of a picture, for those who draw it themselves: first and end, in turn.
EXPORTED void lay_out(double corner, double step, uint32_t n, uint32_t size, uint32_t *spans_out) {
  for (uint32_t i = 0; i < n; i++) {
    const span here = under(corner, step, i, size);
    spans_out[2 * i] = here.first;
    spans_out[2 * i + 1] = here.end;
  }
}

#define ROW_MAX (PICTURE_MAX * 4)
// So many of a row's counts may lie under one place of the picture for the quick way; at scales that fit, all do.
#define QUICK_MAX 3

static uint16_t merged_row[ROW_MAX];
static span spans[PICTURE_MAX];
static uint16_t largest_of[QUICK_MAX * ROW_MAX];
static uint32_t places[PICTURE_MAX];

// Largest counts of some rows, of columns [first, end).
static const uint16_t *merged(const uint16_t *shown, uint32_t columns, span rows, uint32_t first, uint32_t end) {
  const uint16_t *a = shown + (size_t)rows.first * columns + first;
  if (rows.end - rows.first == 1) return a;
  uint16_t *restrict to = merged_row;
  const uint32_t n = end - first;
  const uint16_t *restrict b = a + columns;
  for (uint32_t i = 0; i < n; i++) to[i] = a[i] > b[i] ? a[i] : b[i];
  for (uint32_t row = rows.first + 2; row < rows.end; row++) {
    const uint16_t *restrict c = shown + (size_t)row * columns + first;
    for (uint32_t i = 0; i < n; i++) to[i] = to[i] > c[i] ? to[i] : c[i];
  }
  return to;
}

// Largest counts of each two and of each three neighbours of a row, beside the row itself.
static void raise_row(const uint16_t *restrict row, uint32_t n, uint32_t widest) {
  uint16_t *restrict one = largest_of, *restrict two = largest_of + ROW_MAX, *restrict three = largest_of + 2 * ROW_MAX;
  __builtin_memcpy(one, row, (size_t)n * 2);
  for (uint32_t i = 0; i + 1 < n; i++) two[i] = row[i] > row[i + 1] ? row[i] : row[i + 1];
  if (widest == 3)
    for (uint32_t i = 0; i + 2 < n; i++) {
      const uint16_t pair = row[i] > row[i + 1] ? row[i] : row[i + 1];
      three[i] = pair > row[i + 2] ? pair : row[i + 2];
    }
}

// What of a picture's rows is covered, and how wide it is at most what lies under one place.
typedef struct {
  uint32_t from, to, widest;
} cover;

static cover columns_under(double fast, double step, uint32_t columns, uint32_t width) {
  cover found = {width, 0, 1};
  for (uint32_t x = 0; x < width; x++) {
    spans[x] = under(fast, step, x, columns);
    if (spans[x].first == spans[x].end) continue;
    if (found.from == width) found.from = x;
    found.to = x + 1;
    const uint32_t wide = spans[x].end - spans[x].first;
    found.widest = wide > found.widest ? wide : found.widest;
  }
  return found;
}

// Colours of a row of the picture from a row of counts, the first of which is number `first` of the image's row.
static void colour_row(const uint16_t *row, uint32_t first, uint32_t n, cover cells, const uint32_t *colours,
                       uint32_t *restrict line) {
  if (cells.widest == 1) {
    for (uint32_t x = cells.from; x < cells.to; x++) line[x] = colours[row[places[x]]];
  } else if (cells.widest <= QUICK_MAX) {
    raise_row(row, n, cells.widest);
    for (uint32_t x = cells.from; x < cells.to; x++) line[x] = colours[largest_of[places[x]]];
  } else {
    for (uint32_t x = cells.from; x < cells.to; x++) {
      uint16_t largest = 0;
      for (uint32_t i = spans[x].first - first; i < spans[x].end - first; i++) largest = largest > row[i] ? largest : row[i];
      line[x] = colours[largest];
    }
  }
}

// Draws an image or what has arrived of it (`rows`) onto a picture of `width` x `height`.
//
// The picture's corner lies at (slow, fast) of the image; `step` of its pixels make one of the picture's. `colours` are
// 65536. Where the image is not, the picture gets the colour `around` if it is the first of several that are drawn
// there (`is_first`), else it is left as it is. Gives whether anything was drawn.
EXPORTED int draw(const uint16_t *shown, uint32_t rows, uint32_t columns, double slow, double fast, double step,
                  const uint32_t *colours, uint32_t *picture, uint32_t width, uint32_t height, int is_first,
                  uint32_t around) {
  cover cells = {0, 0, 1};
  if (width <= PICTURE_MAX && step > 0.0) cells = columns_under(fast, step, columns, width);
  const uint32_t first = cells.to ? spans[cells.from].first : 0, end = cells.to ? spans[cells.to - 1].end : 0;
  if (cells.to == 0 || end - first > ROW_MAX) {
    if (is_first) fill(picture, width * height, around);
    return 0;
  }
  for (uint32_t x = cells.from; x < cells.to; x++)
    places[x] = spans[x].first - first + (spans[x].end - spans[x].first - 1) * (cells.widest <= QUICK_MAX ? ROW_MAX : 0);
  span before = {0, 0};
  const uint32_t *line_before = 0;
  int is_drawn = 0;
  for (uint32_t y = 0; y < height; y++) {
    const span here = under(slow, step, y, rows);
    uint32_t *restrict line = picture + (size_t)y * width;
    if (is_first) {
      const int is_there = here.first != here.end;
      fill(line, is_there ? cells.from : width, around);
      if (is_there) fill(line + cells.to, width - cells.to, around);
    }
    if (here.first == here.end) continue;
    is_drawn = 1;
    if (line_before && here.first == before.first && here.end == before.end)
      __builtin_memcpy(line + cells.from, line_before + cells.from, (size_t)(cells.to - cells.from) * 4);
    else
      colour_row(merged(shown, columns, here, first, end), first, end - first, cells, colours, line);
    before = here;
    line_before = line;
  }
  return is_drawn;
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
