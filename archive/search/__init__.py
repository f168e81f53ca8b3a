"""Rows become an index, and an index answers queries. The seam to engines is `engine.py`."""
