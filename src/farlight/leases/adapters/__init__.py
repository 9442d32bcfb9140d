"""What leases keep outside the database."""
