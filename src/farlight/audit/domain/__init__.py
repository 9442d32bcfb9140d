"""Rules of the audit, with plain values."""
