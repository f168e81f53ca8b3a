"""The public pages, one module a noun."""
