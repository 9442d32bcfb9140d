// Damages packed images in every way that comes to mind and unpacks them; for `native/build.py --checked`.
//
//   fuzz ROUNDS KIND ROWS COLUMNS bslz4|lz4 FILE
//
// Every piece of memory that is handed over ends where a page begins that may not be touched, so that one byte too far
// stops the program. So does every undefined operation. Says how many images were unpacked and how many refused.

#define _GNU_SOURCE
#include "library.c"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CODES 66000

static uint64_t state = 88172645463325252ull;

static uint32_t random_below(uint32_t end) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return end ? (uint32_t)(state >> 20) % end : 0;
}

// Memory whose last byte is the last before forbidden pages.
typedef struct {
  uint8_t *pages, *end;
  size_t room;
} fenced;

static fenced fence(size_t bytes) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  const size_t room = (bytes / page + 1) * page;
  uint8_t *pages = mmap(0, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED || mprotect(pages + room, page, PROT_NONE)) exit(2);
  return (fenced){pages, pages + room, room};
}

static uint8_t *last(const fenced *where, size_t bytes) { return where->end - bytes; }

static size_t damage(uint8_t *bytes, size_t size) {
  static const uint8_t telling[] = {0, 1, 15, 16, 127, 128, 240, 254, 255};
  for (uint32_t changes = random_below(6); changes > 0; changes--) {
    // Lengths stand near the front, and near the blocks' heads; any place may be hit.
    const size_t at = random_below(3) ? random_below((uint32_t)size) : random_below(64) % size;
    bytes[at] = random_below(2) ? (uint8_t)random_below(256) : telling[random_below(sizeof telling)];
  }
  return random_below(4) ? size : random_below((uint32_t)size + 1);
}

int main(int count, char **words) {
  if (count != 7) return 2;
  const long rounds = atol(words[1]);
  const int kind = atoi(words[2]);
  const uint32_t rows = (uint32_t)atoi(words[3]), columns = (uint32_t)atoi(words[4]);
  const int is_lz4 = strcmp(words[5], "lz4") == 0;
  const uint32_t pixels = rows * columns;
  const size_t plain_bytes = (size_t)pixels * PIXEL_BYTES(kind);
  FILE *file = fopen(words[6], "rb");
  if (!file) return 2;
  static uint8_t whole[1 << 20];
  const size_t size = fread(whole, 1, sizeof whole, file);
  fclose(file);

  const fenced packed = fence(size), out = fence(plain_bytes), shown = fence(pixels * 2), counts = fence(pixels * 4);
  const fenced cells = fence(pixels), codes = fence(CODES);
  for (int i = 0; i < CODES; i++) last(&codes, CODES)[i] = (uint8_t)(i < 254 ? i : i < CODES - 1 ? 254 : 255);
  long done = 0, refused = 0;
  for (long round = 0; round < rounds; round++) {
    uint8_t *all = last(&packed, size);
    memcpy(all, whole, size);
    const size_t left = round ? damage(all, size) : size;
    uint8_t *from = last(&packed, left);
    memmove(from, all, left);
    int result;
    if (is_lz4) {
      result = unpack_lz4(from, left, last(&out, plain_bytes), plain_bytes);
    } else {
      result = unpack_bslz4(from, left, PIXEL_BYTES(kind), last(&out, plain_bytes), plain_bytes);
      const uint32_t first = random_below(pixels + 1), end = first + random_below(pixels - first + 1);
      uint8_t *part = last(&out, (size_t)(end - first) * PIXEL_BYTES(kind));
      unpack_part(from, left, PIXEL_BYTES(kind), pixels, first, end, part);
      bookmark mark = {random_below(3) ? 0 : random_below((uint32_t)left + 9), random_below(pixels)};
      uint32_t *some = (uint32_t *)(void *)last(&counts, (size_t)(end - first) * 4);
      counts_of_chunk(from, (uint32_t)left, kind, 0xFFFFFFFFu, pixels, first, end, &mark, some);
      arrival now = {.kind = (uint32_t)kind, .gap_from = 0xFFFFFFFFu, .pixels = pixels};
      for (size_t there = 0; there <= left; there += 1 + random_below((uint32_t)left))
        if (unpack_arriving(from, there, &now, (uint16_t *)(void *)last(&shown, pixels * 2)) < 0) break;
      const uint32_t cell = 1 + random_below(4);
      const size_t cells_bytes = (size_t)((rows + cell - 1) / cell) * ((columns + cell - 1) / cell);
      pool(from, left, 1, kind, 0xFFFFFFFFu, rows, columns, cell, 0, last(&codes, CODES), CODES, last(&cells, cells_bytes));
    }
    done += result == DONE;
    refused += result != DONE;
  }
  printf("%ld unpacked, %ld refused\n", done, refused);
  return 0;
}
