"""Pages of leases."""
