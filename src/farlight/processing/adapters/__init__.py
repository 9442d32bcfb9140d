"""The world outside: DIALS' programs, image files, processes."""
