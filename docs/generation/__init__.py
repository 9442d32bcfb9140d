"""One module a page: each has `page()`, which returns the text in Markdown, or None while the code has nothing to say."""
