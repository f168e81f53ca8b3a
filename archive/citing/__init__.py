"""An article as a citation: APA, Chicago, MLA, BibTeX, RIS, CSL-JSON."""
