"""Which writes make a search document stale: the whole list."""
