"""Codes of languages (BCP 47) in the one form in which they are kept, searched and shown."""

from __future__ import annotations

import re

CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
FORMER = {"in": "id", "iw": "he", "ji": "yi"}  # withdrawn codes that old files still have


def canonical(text: str) -> str:
    """The code in its usual case: id, pt-BR, zh-Hans (RFC 5646, 2.1.1); "" where it is none."""
    text = text.strip().replace("_", "-")
    if not CODE.fullmatch(text):
        return ""
    first, *rest = text.lower().split("-")
    return "-".join((FORMER.get(first, first), *map(_cased, rest)))


def _cased(part: str) -> str:
    """Scripts are written Hans, regions CN."""
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part
