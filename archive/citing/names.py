"""Names of authors as manuals of style turn them round: only where the family name is known.

Nothing in a name tells which part is the family's: Sukarno has none, Xi Jinping's is the first,
Budi Santoso's may be neither. A name is parted in two cases. It stands turned round in the
byline already ("Jones, Mary"). Or the text is in a language of Europe and the name is a given
name of EUROPEAN, initials if any, and one more word ("Mary A. Jones"). Every other name stays
whole, as the manuals do with single names and names that cannot be parted: APA (Publication
Manual, 7th edition, 9.8), MLA (Handbook, 9th edition, chapter 5), Chicago (Manual of Style, 17th
edition, chapter 8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# In texts of these, a name such as Mary Jones has its family name last.
_FAMILY_LAST = "cs da de en es fi fr it nb nl no pl pt sk sl sv"
# Given names of Europe that tell so, written by hand. Those that are often given where people
# have no family name (Daniel, David, Maria, Robert in Indonesia) are left out.
_EUROPEAN = """
adam alan alastair alexander alice alison andrew angela ann anne annie anthony antonio arthur
barbara bernard bill björn brian bruce carl carlos caroline catherine charles charlotte chris
christine christopher claire claude colin craig deborah dominic donald dorothy douglas edward
eleanor elizabeth ellen emily emma eric fiona frances francesca francisco françois frank fred
frederick friedrich geoffrey george gerald gerard gerhard giovanni giuseppe gordon graham hannah
harold hans heather heinrich helen helmut henry howard hugh ian ingrid isabelle jack jacques james
jane janet jason jean jeffrey jennifer jeremy jessica jim joanna johann john jonathan josé juan
judith julia julie jürgen karen karl katherine kathleen keith kenneth kevin klaus lars laura
laurence lawrence linda lisa luis marc margaret marie mark martha mary matthew michael michel
michelle miguel nancy neil nicholas nicole nigel oliver pablo patricia patrick paul pedro peter
philip philippe pierre piotr rachel ralph rebecca richard roger ronald rosemary ruth sally
samantha samuel sandra sarah scott sean sharon simon sophie stephanie stephen steven stuart susan
suzanne timothy ursula victoria vincent walter wendy william wolfgang
"""
FAMILY_LAST, EUROPEAN = frozenset(_FAMILY_LAST.split()), frozenset(_EUROPEAN.split())
_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_INITIALS = r"(?:[^\W\d_]\.-?)+"
_PLAIN = re.compile(rf"(?P<given>(?P<first>{_WORD})(?:\s+{_INITIALS})*)\s+(?P<family>{_WORD})")
# The second part is given names, not initials alone: "Budi Santoso, M.A." has a degree there.
_TURNED = re.compile(
    rf"(?P<family>(?:[a-z]+\s+)*{_WORD}),\s*(?P<given>{_WORD}(?:\s+(?:{_WORD}|{_INITIALS}))*)"
)


@dataclass(frozen=True)
class Name:
    """A name as it is written; `family` and `given` are empty where it cannot be parted."""

    written: str
    family: str = ""
    given: str = ""

    @property
    def turned(self) -> str:
        """Jones, Mary A."""
        return f"{self.family}, {self.given}" if self.family else self.written

    @property
    def natural(self) -> str:
        """Mary A. Jones"""
        return f"{self.given} {self.family}" if self.family else self.written

    @property
    def brief(self) -> str:
        """Jones, M. A."""
        return f"{self.family}, {initials(self.given)}" if self.family else self.written


def read_name(written: str, language: str) -> Name:
    """The name in a text of this language (BCP 47)."""
    turned = _TURNED.fullmatch(written)
    if turned and turned["given"].casefold() not in {"jr", "sr", "ii", "iii"}:
        return Name(written, turned["family"], turned["given"])
    plain = _PLAIN.fullmatch(written)
    if plain and language.partition("-")[0] in FAMILY_LAST and _european(plain["first"]):
        return Name(written, plain["family"], plain["given"])
    return Name(written)


def initials(given: str) -> str:
    """Mary Ann: M. A.; Jean-Paul: J.-P."""
    words = given.replace(".", ". ").split()
    return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in words)


def _european(first: str) -> bool:
    return first.partition("-")[0].casefold() in EUROPEAN
