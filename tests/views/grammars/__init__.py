"""Grammars (RELAX NG) of the documents that other programs read, and what breaks them."""

from functools import cache
from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).parent


@cache
def grammar(name):
    return etree.RelaxNG(etree.parse(FOLDER / f"{name}.rng"))


def faults_by(name, content):
    """Where a document breaks its grammar, as sentences."""
    document, rules = etree.fromstring(content), grammar(name)
    return [] if rules.validate(document) else [str(fault) for fault in rules.error_log]
