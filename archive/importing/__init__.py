"""A file becomes seed records, parsed articles, then rows."""
