"""Pages of samples, substances and containers."""
