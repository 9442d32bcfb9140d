// Everything in one piece, so that the compiler sees all of it.

#include "unpacking.c"
#include "pooling.c"
#include "drawing.c"
#include "measuring.c"
#include "strong.c"

#if defined(__x86_64__) && !defined(__wasm__)
#include <cpuid.h>
#endif

// Which build of this library the processor can run: 0 any, 1 with AVX2, 2 with AVX2 and GFNI.
EXPORTED int processor(void) {
#if defined(__x86_64__) && !defined(__wasm__)
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  const unsigned needed = bit_OSXSAVE | bit_AVX | bit_FMA | bit_MOVBE | bit_POPCNT | bit_F16C;
  if ((c & needed) != needed) return 0;
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 6) != 6) return 0;  // the system keeps the wide registers
  unsigned leaves = 0;
  if (!__get_cpuid(0x80000001u, &a, &b, &leaves, &d) || !(leaves & bit_LZCNT)) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_AVX2) || !(b & bit_BMI) || !(b & bit_BMI2)) return 0;
  return c & bit_GFNI ? 2 : 1;
#else
  return 0;
#endif
}
