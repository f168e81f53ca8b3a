"""The archive, one Django app. Where things are:

models/       rows
text/         the one analysis of words: fold, tokens, stems, scripts
dates/        EDTF, bounds, overlap, rendering in words
extraction/   text becomes language, dates, mentions, topics (no Django here)
importing/    a file becomes seed records, parsed articles, then rows
search/       rows become an index, and the index answers queries; engine.py is the seam
curation/     what people decide: confirm, reject, merge, undo
keeping/      the archive kept whole: checked, mended, backed up, restored
filters.py    a query string becomes a SearchQuery
views/        the public pages          api/     the same as JSON
citing/       an article as a citation  admin/   the curators' side
management/   the commands, each a thin door

Data flows one way: file -> SeedRecord -> ParsedArticle -> Extraction -> rows + IndexJob ->
SearchDocument -> index -> Hits -> page. tests/test_architecture.py holds who may import whom.
"""
