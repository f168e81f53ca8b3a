"""A file becomes seed records, parsed articles, then rows. Knows nothing of the search."""
