"""How values and states are written for people. Plain values in, plain text out."""
