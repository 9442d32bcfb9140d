"""What the pages of the account answer."""
