"""Folding: what makes two spellings the same word for the archive.

Every character is folded by itself, from a table that fills as it is used, so that folding is
linear and runs at the speed of str.translate.
"""

import unicodedata

from anyascii import anyascii

# Letters that Unicode does not decompose, or that writers use for one another. The short i of
# Cyrillic stays what it is: it is a letter of its own there, and endings hang on it.
_ALIKE = {
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
    "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ە": "ه", "ہ": "ه", "ھ": "ه", "ة": "ه",
    "ۃ": "ه", "ـ": "", "ٱ": "ا",
    "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "ʾ": "'", "ʿ": "'", "`": "'", "´": "'", "′": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "й": "й", "Й": "й",
}  # fmt: skip

# Marks that readers leave out or cannot type: Latin, Greek and Cyrillic accents, Hebrew and
# Arabic vowel signs. The signs of Indic and South-East Asian scripts and the Japanese voicing
# mark tell words apart and stay.
_MARKS = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F),
    (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E8), (0x06EA, 0x06ED), (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F),
)  # fmt: skip


def _is_mark(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _MARKS)


def _fold_char(char: str) -> str:
    """One character folded: none, one or several."""
    if char in _ALIKE:
        return _ALIKE[char]
    if unicodedata.category(char) == "Cf":  # joiners, soft hyphens, marks of direction
        return ""
    parts = unicodedata.normalize("NFKD", char).casefold()
    parts = unicodedata.normalize("NFKD", parts)
    kept = (c for c in parts if not _is_mark(c) and unicodedata.category(c) != "Cf")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else _ALIKE.get(c, c) for c in kept)


class _Table(dict[int, str]):
    """Code point to its folded form, worked out at its first use. At most one entry each."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Case, diacritics, width, Arabic and Persian letter forms, dashes and digits made alike."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = unicodedata.normalize("NFC", text).translate(_TABLE)
    return unicodedata.normalize("NFC", text)


def transliterate(text: str) -> str:
    """Plain Latin letters for any script: for addresses, never for matching."""
    return anyascii(text)
