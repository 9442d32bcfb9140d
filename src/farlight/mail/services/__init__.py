"""What is done with mails."""
