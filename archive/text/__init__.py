"""The one analysis of words: index, query, highlighter and gazetteer all read text this way."""
