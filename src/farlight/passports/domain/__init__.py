"""Rules of passports, with plain values."""
