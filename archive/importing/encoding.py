"""Bytes become clean text, or a reason why they are not text. Nothing is mangled in silence."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

SAMPLE = 256 * 1024  # bytes that a guess is made from
LEAST_CONFIDENCE = 0.65  # below it, a guess of the encoding is told but not acted upon
LEAST_EVIDENCE = 8  # bytes beyond ASCII: with fewer, most encodings read equally well
CLOSE = 0.04  # a difference of the measures that tells nothing
LIKELY = [  # encodings in which texts were really kept, rather than all that could be
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_9", "koi8_r",
    "koi8_u", "cp866", "cp874", "cp932", "euc_jp", "gb18030", "big5", "cp949",
]  # fmt: skip
COMMONEST = "cp1252"  # of the encodings that read West European texts alike
MOST_CHAOS = 0.02  # share of oddities in a text that was read right
MOST_CONTROLS = 0.01  # share of control characters above which a file is no text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"), (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "application/gzip"), (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ", "application/x-xz"), (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"SQLite format 3", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"), (b"OggS", "audio"), (b"ID3", "audio"),
)  # fmt: skip
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_NEWLINES = re.compile("\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")
_SURROGATES = re.compile("[\ud800-\udfff]")


class NotText(ValueError):
    """These bytes are not text we can read; the message says why and what to do."""


@dataclass(frozen=True)
class Encoding:
    """How to read a file, and what to say of it when it is not UTF-8."""

    name: str = "utf-8"
    note: str = ""
    mark: int = 0  # bytes of the byte order mark at the beginning
    doubt: str = ""  # what it may be if it is not UTF-8, for the one who has to mend it


@dataclass(frozen=True)
class Cleaned:
    """Text in normal form (NFC), and how many control characters had to be left out."""

    text: str
    stripped: int = 0


def find_encoding(head: bytes, *, whole: bool) -> Encoding:
    """How the bytes are encoded that `head` begins (or all of them, if `whole`). Raises NotText.

    UTF-8 unless something else is plain: a byte order mark, or bytes that are no UTF-8 anywhere
    and of which charset-normalizer is sure. A few damaged bytes in UTF-8 are not a reason to
    read all the rest as something else.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            note = "" if name == "utf-8" else f"not UTF-8; read as {name.upper()}"
            return Encoding(name, note, len(mark) if name == "utf-8" else 0)
    refuse_binary(head)
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head, final=whole)
    except UnicodeDecodeError:
        if not any(_is_multibyte(line) for line in head.splitlines()):
            return _guess(head)
    return Encoding()


def decode(data: bytes) -> tuple[Cleaned, tuple[str, ...]]:
    """All of a file as clean text, with notes on how it was read. Raises NotText."""
    encoding = find_encoding(data[:SAMPLE], whole=len(data) <= SAMPLE)
    try:
        text = data[encoding.mark :].decode(encoding.name)
    except UnicodeDecodeError as fault:
        raise NotText(not_decodable(fault, encoding)) from None
    cleaned = clean(text)
    if len(text) and cleaned.stripped > MOST_CONTROLS * len(text):
        raise NotText(
            f"not text: {cleaned.stripped} of its {len(text)} characters are control characters"
        )
    return cleaned, tuple(filter(None, (encoding.note, told(cleaned.stripped))))


def clean(text: str) -> Cleaned:
    """Unify line ends, leave control characters out (but no line end or tab), compose (NFC)."""
    stripped = 0
    if not text.isprintable():  # as most short texts are, which then have neither
        text, stripped = _CONTROLS.subn("", _NEWLINES.sub("\n", text))
    return Cleaned(unicodedata.normalize("NFC", text), stripped)


def told(stripped: int) -> str:
    """What to say of characters left out: nothing when there were none."""
    if not stripped:
        return ""
    return f"{stripped} control character{'s' if stripped > 1 else ''} left out"


def has_surrogates(text: str) -> bool:
    """Whether the text holds half characters, which no encoding can write."""
    return _SURROGATES.search(text) is not None


def refuse_binary(head: bytes) -> None:
    """Raise NotText for what is plainly no text."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            raise NotText(f"not text: {name}")
    if b"\x00" in head:
        raise NotText(
            f"not text: it holds a NUL byte at byte {head.index(0)}; "
            "if it is UTF-16 without its byte order mark, save it as UTF-8"
        )


def not_decodable(fault: UnicodeDecodeError, encoding: Encoding) -> str:
    """Which byte is not in the encoding."""
    name = encoding.name.upper()
    byte = fault.object[fault.start]
    position = encoding.mark + fault.start
    return f"not {name}: byte {position} is {byte:#04x}; save it as UTF-8{encoding.doubt}"


def _is_multibyte(line: bytes) -> bool:
    """Whether a line has letters beyond ASCII, in good UTF-8."""
    if line.isascii():
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guess(head: bytes) -> Encoding:
    """What charset-normalizer takes the bytes for, if no other reading is about as good."""
    matches = list(from_bytes(head, cp_isolation=LIKELY))
    if not matches:
        return Encoding()
    best = matches[0]
    rivals = [
        match
        for match in matches[1:]
        if match.chaos <= best.chaos + CLOSE
        and match.coherence >= best.coherence - CLOSE
        and str(match) != str(best)
    ]
    common = next((match for match in (best, *rivals) if match.encoding == COMMONEST), None)
    if rivals and common and (common.chaos, common.coherence) == (best.chaos, best.coherence):
        best, rivals = common, []
    confidence = (1 - best.chaos) * (0.5 + best.coherence / 2)
    guessed = f"{best.encoding.replace('_', '-')} (confidence {confidence:.0%})"
    evidence = sum(1 for byte in head if byte > 127)
    unsure = best.chaos > MOST_CHAOS or confidence < LEAST_CONFIDENCE
    if unsure or rivals or evidence < LEAST_EVIDENCE:
        return Encoding(doubt=f" (it may be {guessed}, too unsure to act upon)")
    return Encoding(best.encoding, f"not UTF-8; read as {guessed}")
