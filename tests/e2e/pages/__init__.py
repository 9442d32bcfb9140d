"""Pages as their users see them: what can be read, what can be done."""
