// What the browser gets: everything the server has, and what draws.

#include "library.c"
