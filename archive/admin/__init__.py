"""The curators side of the house: declarations, and doors to archive.curation."""
