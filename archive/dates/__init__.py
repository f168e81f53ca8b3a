"""Dates as they are known: EDTF, its bounds, overlap, and how they are said in words."""
