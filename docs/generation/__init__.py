"""One module a page: each has `page()`, which returns Markdown, or None while the code has nothing to say."""
