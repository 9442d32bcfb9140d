"""Pages of mails."""
