// What the viewer measures in images: counts, sums, histograms, radial means, strong pixels.

#include "container.h"
#include "counts.h"

// Where the last look into a chunk ended, so that the next one need not begin at its front.
typedef struct {
  uint32_t position;  // 0: at the front
  uint32_t first;
} bookmark;

// Whole counts of pixels [first, end) of a chunk of bitshuffle with LZ4.
EXPORTED int counts_of_chunk(const uint8_t *packed, uint32_t size, int kind, uint32_t gap_from, uint32_t pixels_in_all,
                             uint32_t first, uint32_t end, bookmark *mark, uint32_t *counts) {
  packing how;
  const uint32_t pixel_bytes = PIXEL_BYTES(kind);
  int state = read_packing(packed, size, pixels_in_all, pixel_bytes, &how);
  if (state == DONE && (first > end || end > how.pixels)) state = WRONG_LENGTH;
  bench room;
  place at = beginning();
  if (mark->position >= HEADER_BYTES && mark->position <= size && mark->first <= first)
    at = (place){mark->position, mark->first};
  while (state == DONE && at.first < end) {
    uint32_t pixels;
    size_t bytes;
    state = next_block(packed, size, &how, &at, &pixels, &bytes);
    if (state == DONE && at.first + pixels > first) {
      state = unpack_next(packed, size, &how, &at, pixels, room.planes, room.pixels);
      if (state != DONE) break;
      const uint32_t from = at.first > first ? (uint32_t)at.first : first;
      const uint32_t to = at.first + pixels < end ? (uint32_t)at.first + pixels : end;
      to_counts(kind, gap_from, room.pixels + (size_t)(from - at.first) * pixel_bytes, to - from,
                counts + (from - first));
    }
    if (state != DONE || at.first + pixels > end) break;
    at.position += bytes;
    at.first += pixels;
  }
  *mark = (bookmark){(uint32_t)at.position, (uint32_t)at.first};
  return state;
}

// Whole counts of pixels that are not packed.
EXPORTED void counts_of_pixels(int kind, uint32_t gap_from, const uint8_t *pixels, uint32_t n, uint32_t *counts) {
  to_counts(kind, gap_from, pixels, n, counts);
}

// Masked pixels have no counts.
EXPORTED void hide_counts(uint32_t *counts, const uint8_t *mask, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) counts[i] |= mask[i] ? GAP_COUNTS : 0u;
}

enum { SUM = 0, MAX = 1 };

// Adds an image's whole counts to a stack, or keeps the larger; a pixel that is a gap in any image stays one.
EXPORTED void stack_up(const uint32_t *restrict counts, uint32_t n, int how, uint32_t *restrict stack) {
  if (how == MAX) {
    for (uint32_t i = 0; i < n; i++) stack[i] = stack[i] > counts[i] ? stack[i] : counts[i];
    return;
  }
  for (uint32_t i = 0; i < n; i++) {
    const uint32_t sum = stack[i] + counts[i];
    const uint32_t bounded = sum < counts[i] || sum == GAP_COUNTS ? GAP_COUNTS - 1 : sum;
    stack[i] = counts[i] == GAP_COUNTS || stack[i] == GAP_COUNTS ? GAP_COUNTS : bounded;
  }
}

// Divides a stack of sums by the number of images; rounded.
EXPORTED void share_out(uint32_t *stack, uint32_t n, uint32_t images) {
  for (uint32_t i = 0; i < n; i++)
    stack[i] = stack[i] == GAP_COUNTS ? GAP_COUNTS : (uint32_t)(((uint64_t)stack[i] + images / 2) / images);
}

// Numbers of pixels for each of 65536 shown counts; adds to what is there.
EXPORTED void tally(const uint16_t *shown, uint32_t n, uint32_t *numbers) {
  for (uint32_t i = 0; i < n; i++) numbers[shown[i]]++;
}

// A flat panel, in mm, and where its pixels stand in the image: see `Geometry` of the viewer's manifest.
typedef struct {
  float corner[3], slow_step[3], fast_step[3];
  uint32_t first_row, end_row, first_column, end_column;
} panel;



static uint16_t bins_of_row[COLUMNS_MAX];

INLINE void fill_bins(const panel *on, const float *beam, float bins_per_unit, uint32_t row, uint32_t bins) {
  float start[3];
  for (int k = 0; k < 3; k++)
    start[k] = on->corner[k] + on->slow_step[k] * ((float)(row - on->first_row) + 0.5f) + on->fast_step[k] * 0.5f;
  const float x = on->fast_step[0], y = on->fast_step[1], z = on->fast_step[2];
  const float most = (float)bins;
  for (uint32_t i = 0; i < on->end_column - on->first_column; i++) {
    const float a = start[0] + x * (float)i, b = start[1] + y * (float)i, c = start[2] + z * (float)i;
    const float scale = 1.0f / __builtin_sqrtf(a * a + b * b + c * c);
    const float u = a * scale - beam[0], v = b * scale - beam[1], w = c * scale - beam[2];
    const float bin = __builtin_sqrtf(u * u + v * v + w * w) * bins_per_unit;
    bins_of_row[i] = (uint16_t)(bin < most ? bin : most);
  }
}

// Adds the counts of rows [first_row, first_row + rows) to bins of equal width of |s1 - s0|, s being unit vectors along
// the scattered and the incoming beam: that is wavelength / d. `sums` and `numbers` have one more than `bins`.
EXPORTED int add_radially(const uint32_t *counts, uint32_t first_row, uint32_t rows, uint32_t columns, const panel *on,
                          const float *beam, float bins_per_unit, uint32_t bins, double *sums, uint32_t *numbers) {
  if (on->end_column > columns || on->first_column > on->end_column || columns > COLUMNS_MAX || bins > 65535)
    return WRONG_LENGTH;
  for (uint32_t row = first_row; row < first_row + rows; row++) {
    if (row < on->first_row || row >= on->end_row) continue;
    fill_bins(on, beam, bins_per_unit, row, bins);
    const uint32_t *from = counts + (size_t)(row - first_row) * columns + on->first_column;
    for (uint32_t i = 0; i < on->end_column - on->first_column; i++) {
      const uint32_t bin = bins_of_row[i];
      if (from[i] == GAP_COUNTS) continue;
      sums[bin] += from[i];
      numbers[bin]++;
    }
  }
  return DONE;
}
