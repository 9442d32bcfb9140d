"""Rules of mails, with plain values."""
