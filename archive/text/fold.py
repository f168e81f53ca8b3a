"""Folding: what makes two spellings the same word for the archive."""

import unicodedata

from anyascii import anyascii

# Letters that Unicode does not decompose, or that writers use for one another.
_ALIKE = str.maketrans(
    {
        "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ى": "ي", "ی": "ي", "ې": "ي", "ك": "ك", "ک": "ك", "ە": "ه", "ہ": "ه", "ھ": "ه", "ة": "ه",
        "ـ": None, "\u200c": None, "\u200d": None, "\u00ad": None,
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Case, diacritics, width, Arabic and Persian letter forms, dashes and digits made alike."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    text = "".join(
        str(unicodedata.digit(c)) if c.isdecimal() else c
        for c in text
        if not unicodedata.combining(c)
    )
    return unicodedata.normalize("NFC", text.casefold().translate(_ALIKE))


def transliterate(text: str) -> str:
    """Plain Latin letters for any script: for addresses, never for matching."""
    return anyascii(text)
