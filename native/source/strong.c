// Strong pixels: over-dispersed neighbourhoods, by the definition of `farlight.science.spot_kernels`.
//
// With s and q the sums of the (clipped) counts and of their squares over the n good pixels around a pixel, the
// neighbourhood is over-dispersed when n q - s s > s (n - 1 + sigma sqrt(2 (n - 1))), and the pixel stands out of it when
// n c > s. It is strong when it exceeds the neighbourhood's mean by as many standard deviations as wanted besides.

#include "counts.h"


#define HALF_WIDTH_MAX 15
#define CLIP_COUNTS 4095u

// Sums over the rows of the neighbourhood, a place a column, with zeros at either end.
static int32_t totals[COLUMNS_MAX + 2 * HALF_WIDTH_MAX];
static int32_t squares[COLUMNS_MAX + 2 * HALF_WIDTH_MAX];
static int32_t numbers[COLUMNS_MAX + 2 * HALF_WIDTH_MAX];
static float sums_s[COLUMNS_MAX], sums_q[COLUMNS_MAX], sums_n[COLUMNS_MAX];

typedef struct {
  float sigma_background, sigma_strong, counts_min;
  uint32_t half_width, neighbours_min;
} strength;

INLINE int32_t clipped(uint16_t shown, int32_t clip) {
  const int32_t counts = (int32_t)shown - 1;
  return counts < 0 ? 0 : counts < clip ? counts : clip;
}

// Adds (sign 1) or takes away (sign -1) a row.
static void add_row(const uint16_t *restrict row, uint32_t columns, uint32_t half, int32_t clip, int32_t sign) {
  int32_t *restrict s = totals + half, *restrict q = squares + half, *restrict n = numbers + half;
  for (uint32_t i = 0; i < columns; i++) {
    const int32_t counts = clipped(row[i], clip);
    s[i] += sign * counts;
    q[i] += sign * counts * counts;
    n[i] += row[i] ? sign : 0;
  }
}

static void add_up_along_row(uint32_t columns, uint32_t width) {
  for (uint32_t i = 0; i < columns; i++) {
    int32_t s = 0, q = 0, n = 0;
    for (uint32_t k = 0; k < width; k++) {
      s += totals[i + k];
      q += squares[i + k];
      n += numbers[i + k];
    }
    sums_s[i] = (float)s;
    sums_q[i] = (float)q;
    sums_n[i] = (float)n;
  }
}

static void mark(const uint16_t *restrict row, uint32_t columns, int32_t clip, const strength *wanted,
                 uint16_t *restrict marked) {
  const float neighbours_min = (float)wanted->neighbours_min;
  for (uint32_t i = 0; i < columns; i++) {
    const float n = sums_n[i], s = sums_s[i], q = sums_q[i], c = (float)clipped(row[i], clip);
    const float counts = (float)row[i] - 1.0f;
    const float freedom = n > 1.0f ? n - 1.0f : 0.0f;
    const float limit = freedom + wanted->sigma_background * __builtin_sqrtf(2.0f * freedom);
    const int is_strong = (n >= neighbours_min) & (n * q - s * s > s * limit) & (n * c > s) & (row[i] != 0) &
                          (n * counts - s > wanted->sigma_strong * __builtin_sqrtf(s * n)) &
                          (counts > wanted->counts_min);
    marked[i] = is_strong ? row[i] : row[i] ? 1 : 0;
  }
}

// Keeps the strong pixels of a part of an image; others show as no counts, gaps stay.
//
// The part is rows [first_row, end_row) and columns [first_column, end_column) of an image of `rows` x `columns`; so is
// what is written. Neighbours are looked for in the whole image.
EXPORTED int keep_strong(const uint16_t *shown, uint32_t rows, uint32_t columns, uint32_t first_row, uint32_t end_row,
                         uint32_t first_column, uint32_t end_column, const strength *wanted, uint16_t *marked) {
  const uint32_t half = wanted->half_width;
  if (first_row > end_row || end_row > rows || first_column > end_column || end_column > columns) return WRONG_LENGTH;
  if (half < 1 || half > HALF_WIDTH_MAX) return NOT_SUPPORTED;
  const uint32_t left = first_column > half ? first_column - half : 0;
  const uint32_t right = columns - end_column > half ? end_column + half : columns;
  const uint32_t width = right - left;
  if (width > COLUMNS_MAX) return NOT_SUPPORTED;
  const uint32_t neighbours = (2 * half + 1) * (2 * half + 1);
  int32_t clip = CLIP_COUNTS;  // so that the sum of squares fits into 31 bits
  while ((uint64_t)clip * (uint32_t)clip * neighbours > INT32_MAX) clip--;
  __builtin_memset(totals, 0, sizeof totals);
  __builtin_memset(squares, 0, sizeof squares);
  __builtin_memset(numbers, 0, sizeof numbers);
  for (uint32_t row = first_row > half ? first_row - half : 0; row < first_row + half && row < rows; row++)
    add_row(shown + (size_t)row * columns + left, width, half, clip, 1);
  for (uint32_t row = first_row; row < end_row; row++) {
    if (row + half < rows) add_row(shown + (size_t)(row + half) * columns + left, width, half, clip, 1);
    add_up_along_row(width, 2 * half + 1);
    const uint32_t out = end_column - first_column, skip = first_column - left;
    // Sums are kept from the left end of the neighbourhoods on; the part begins `skip` columns further right.
    __builtin_memmove(sums_s, sums_s + skip, (size_t)out * sizeof *sums_s);
    __builtin_memmove(sums_q, sums_q + skip, (size_t)out * sizeof *sums_q);
    __builtin_memmove(sums_n, sums_n + skip, (size_t)out * sizeof *sums_n);
    mark(shown + (size_t)row * columns + first_column, out, clip, wanted, marked + (size_t)(row - first_row) * out);
    if (row >= half) add_row(shown + (size_t)(row - half) * columns + left, width, half, clip, -1);
  }
  return DONE;
}
