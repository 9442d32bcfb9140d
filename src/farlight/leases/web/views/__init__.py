"""What the pages of leases answer."""
