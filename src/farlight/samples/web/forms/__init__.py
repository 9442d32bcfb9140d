"""Forms of samples; what may be said is decided by techniques and services."""
