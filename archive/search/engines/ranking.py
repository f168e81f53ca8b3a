"""How much each sort of evidence weighs. A title counts over a body; a word as typed over the
entity it names, over its stem, over a translation.
"""

from __future__ import annotations

from math import log

from archive.search.engine import All, Any, Clause, Expression, Term

# Multiples of the engine's own score of a word (rare words and short texts weigh more).
TITLE = 3.0
BODY = 0.5
TITLE_STEM = 2.0
BODY_STEM = 0.9
RELATED = 0.3

# Of the score of a tag as a word: so literal matches stand above mere tags, and a country that
# half of the archive is about counts for little.
ENTITY = 1.0

# Of the score of two words as a phrase, for words that stand near each other: at most so many
# words apart. Word order makes no difference.
NEARNESS = 0.3
NEAR = 6

# For each part that holds of those that should all hold, times its weight and its rarity: many
# times what a word scores, so that how many of the telling words an article has comes first, and
# how often it has them second.
COVERAGE = 10.0
UNCOUNTED = 0.01  # share of documents that a part is taken to hold for, where nobody can count


def weight(part: Expression) -> float:
    """What a part counts for among those that should all hold."""
    return part.weight if isinstance(part, Clause) else 1.0


def rarity(holding: float, documents: int) -> float:
    """What it tells of a document that it is one of so many: BM25's inverse document frequency.

    Documents that are deleted and not yet gone may be counted as holding: never more than all.
    """
    holding = min(holding, documents)
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))


def ranks(expression: Expression) -> bool:
    """Whether some word of the expression can order the results."""
    if isinstance(expression, Clause):
        return True
    if isinstance(expression, Term):
        return expression.weight > 0
    if isinstance(expression, All | Any):
        return any(ranks(part) for part in expression.parts)
    return False
