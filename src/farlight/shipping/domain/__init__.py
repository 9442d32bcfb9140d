"""The rules of parcels: plain values, the clock passed in."""
