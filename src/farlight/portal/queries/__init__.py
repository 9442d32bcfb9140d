"""What the pages need to know, asked of the contexts at their doors."""
