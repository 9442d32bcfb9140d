"""What the pages of mails answer."""
