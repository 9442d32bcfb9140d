"""Rules of leases, with plain values."""
