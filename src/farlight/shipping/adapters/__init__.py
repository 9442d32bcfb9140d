"""What shipping speaks with outside."""
