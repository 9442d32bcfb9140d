"""How notebooks speak with what is outside."""
