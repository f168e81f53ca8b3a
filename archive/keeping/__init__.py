"""The archive kept whole: looked through, mended, backed up and restored."""
