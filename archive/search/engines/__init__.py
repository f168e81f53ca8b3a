"""One module an engine; the scheme of SEARCH_URL picks one of them."""
