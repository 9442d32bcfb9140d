"""Rules of processing, with plain values: what DIALS' words mean, and what to do next."""
