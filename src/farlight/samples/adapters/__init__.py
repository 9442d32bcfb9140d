"""What samples read and write outside the database."""
